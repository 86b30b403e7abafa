import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import type { UpContext } from '../context.ts'
import { networksOf } from '../networks.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import { volumesOf } from '../volumes.ts'
import { resourceChanges } from './changes-of-actions.ts'
import { containerChanges } from './container-changes.ts'
import { inOrder, type ObjectChange } from './object-change.ts'

/** What `up` does to everything of the project, and to what it uses of others. Sorted. */
export function objectsOf(
  decisions: readonly ServiceDecision[],
  {
    context,
    actions,
    orphans,
  }: {
    readonly context: UpContext
    readonly actions: readonly Action[]
    readonly orphans: readonly ObservedContainer[]
  },
): ObjectChange[] {
  const { desired, observed, selected, options } = context
  const own = (all: readonly { readonly project?: string; readonly name: string }[]) =>
    all.filter(({ project }) => project === observed.project).map(({ name }) => name)
  // What is missing is told as a problem.
  const there = (names: readonly string[], all: readonly { readonly name: string }[]) =>
    names.filter((wanted) => all.some(({ name }) => name === wanted))
  return inOrder([
    ...resourceChanges(actions, {
      networks: [
        ...there(
          networksOf(selected, desired.networks).map(({ name }) => name),
          observed.networks,
        ),
        ...own(observed.networks),
      ],
      volumes: [
        ...there(
          volumesOf(selected, desired.volumes).map(({ name }) => name),
          observed.volumes,
        ),
        ...own(observed.volumes),
      ],
      images: selected.map(({ image }) => image).filter((image) => observed.images[image] !== undefined),
    }),
    ...containerChanges(decisions, {
      desired,
      observed,
      actions,
      orphans,
      removesOrphans: options.removeOrphans === true,
    }),
  ])
}
