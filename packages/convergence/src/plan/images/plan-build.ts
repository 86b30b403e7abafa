import type { DesiredService, DesiredState } from '../../desired/desired-state.ts'
import { present } from '../../desired/present.ts'
import type { ObservedState } from '../../observed/observed-state.ts'
import { selectServices } from '../context.ts'
import { createGraph, type Graph } from '../graph.ts'
import { lifecyclePlan } from '../lifecycle.ts'
import type { Plan, PlanProblem } from '../plan.ts'
import { planUnapplied } from '../unapplied.ts'
import { addBuild } from './add-images.ts'
import { buildCircle, circleProblem } from './build-circle.ts'
import { builderOf } from './builder-of.ts'
import { storeProblem, wholeBuild } from './image-store.ts'
import type { ImagePlan } from './plan-images.ts'

export interface PlanBuildOptions {
  /** Only these, and what they are built from. Absent or empty: all. */
  readonly services?: readonly string[]
  /** With `services`: also what they depend on. */
  readonly withDependencies?: boolean
  /** Pushes the images that the files name. */
  readonly push?: boolean
}

/** Plans to build images, whether they are there or not; containers stay as they are (R83). Pure. */
export function planBuild(
  desired: DesiredState,
  observed: ObservedState,
  options: PlanBuildOptions = {},
): Plan {
  const { services = [], withDependencies = false, push = false } = options
  const graph = createGraph()
  const selected = selectServices(desired, { services, noDeps: !withDependencies })
  const built = new Map<string, string>()
  const problems = new Map<string, PlanProblem>()
  for (const service of selected) build(service, { desired, selected, graph, built, problems, observed })
  if (push) for (const service of selected) pushBuilt(service, graph, built.get(service.name))
  const images = new Map(
    [...built].map(([name, action]): [string, ImagePlan] => [name, { action, volumes: [] }]),
  )
  const builders = desired.services.filter(({ name }) => built.has(name))
  const unapplied = planUnapplied(builders, { images, apiVersion: observed.api })
  return lifecyclePlan({
    kind: 'up',
    observed,
    options: {},
    graph,
    change: { change: 'none', reasons: ['its image is built'] },
    notices: unapplied.notices,
    problems: [...problems.values(), ...unapplied.problems],
  })
}

interface Building {
  readonly desired: DesiredState
  readonly selected: readonly DesiredService[]
  readonly graph: Graph
  /** Service to the action that builds its image. */
  readonly built: Map<string, string>
  /** Each once, by what it is about. */
  readonly problems: Map<string, PlanProblem>
  readonly observed: ObservedState
}

function build(service: DesiredService, building: Building): string | undefined {
  const { desired, selected, graph, built, problems, observed } = building
  if (service.build === undefined) return undefined
  const builder = builderOf(service, selected)
  const known = built.get(builder.name)
  const circle = buildCircle(builder.name, desired.services)
  if (circle !== undefined) problems.set(circle.join(), circleProblem(circle))
  const storeless = storeProblem(builder, observed)
  if (storeless !== undefined) problems.set(builder.name, storeless)
  const after = (circle ? [] : (builder.buildsFrom ?? [])).flatMap((name) => {
    const base = desired.services.find((other) => other.name === name)
    return (base && build(base, building)) ?? []
  })
  const action =
    known ??
    addBuild(
      graph,
      { ...builder, ...present({ build: wholeBuild(builder, observed) }) },
      { cause: 'a build was asked for', after },
    )
  built.set(builder.name, action)
  built.set(service.name, action)
  return action
}

function pushBuilt(service: DesiredService, graph: Graph, action: string | undefined): void {
  if (action === undefined || service.namesImage === undefined) return
  for (const image of service.build?.tags ?? []) {
    const id = `push-image:${image}`
    if (graph.has(id)) continue
    const about = { group: `push ${image}`, service: service.name, cause: 'it was built' }
    graph.add({ ...about, kind: 'push-image', id, image }, [action])
  }
}
