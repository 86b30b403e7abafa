import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer } from '../observed/observed-state.ts'
import type { ContainerRef } from './action.ts'
import type { Divergence } from './divergence.ts'
import type { Graph } from './graph.ts'

/** The container that something is done to, and the words around it. */
interface About {
  readonly group: string
  readonly service: string
  readonly container: ContainerRef
  readonly name: string
  /** Tells actions of the plan apart: `web:1`. */
  readonly key: string
  readonly condition?: Divergence['condition'] | undefined
}

/** Adds the copying of what a container is given before each start; returns its id, if there is anything. */
export function addFiles(
  graph: Graph,
  { key, condition, ...about }: About,
  { files, after }: { readonly files: DesiredService['files']; readonly after: readonly string[] },
): string[] {
  if (files.length === 0) return []
  const id = graph.add(
    {
      ...about,
      kind: 'copy-files',
      id: `copy-files:${key}`,
      cause: 'it gets its configs and secrets before it starts',
      files,
      ...(condition && { onlyIfImageChanged: condition }),
    },
    after,
  )
  return [id]
}

/** Adds the hooks after a start, one after the other (R87); returns the last of them, or the start. */
export function addPostStart(
  graph: Graph,
  about: About,
  { hooks, started }: { readonly hooks: DesiredService['hooks']; readonly started: string },
): string {
  return hooks.post_start.reduce((before, _hook, index) => {
    const action = hookAction(about, { hooks, event: 'post_start', index })
    return graph.add(action, [before])
  }, started)
}

/** A stop, and the hooks of the container that it stops. */
export interface PreStop extends About {
  readonly hooks: DesiredService['hooks']
  readonly stop: string
}

/** What the files say of the service of a container; nothing where there are none, or none of that name. */
export function saidOf(
  { service }: ObservedContainer,
  desired: Pick<DesiredState, 'services'> | undefined,
): Pick<DesiredService, 'files' | 'hooks'> {
  const found = desired?.services.find(({ name }) => name === service)
  return found ?? { files: [], hooks: { post_start: [], pre_stop: [] } }
}

/** A stop of a container that is there. */
export const preStopOf = (
  { id, name, service, number }: ObservedContainer,
  stop: Pick<PreStop, 'group' | 'hooks' | 'stop'>,
): PreStop => ({ ...stop, service, container: { id }, name, key: `${service}:${number}:${id.slice(0, 12)}` })

/**
 * Puts the hooks before each stop in front of it, one after the other (R87): they run when the stop could. To be
 * called when everything else about the stops is known.
 */
export function addPreStops(graph: Graph, preStops: readonly PreStop[]): void {
  for (const { hooks, stop, ...about } of preStops) {
    for (const index of hooks.pre_stop.keys()) {
      graph.addBefore(stop, hookAction(about, { hooks, event: 'pre_stop', index }))
    }
  }
}

function hookAction(
  { key, condition, ...about }: About,
  {
    hooks,
    event,
    index,
  }: {
    readonly hooks: DesiredService['hooks']
    readonly event: 'post_start' | 'pre_stop'
    readonly index: number
  },
) {
  const command = hooks[event][index]
  if (command === undefined) throw new Error(`There is no hook ${event}[${index}]`)
  return {
    ...about,
    kind: 'run-hook' as const,
    id: `run-hook:${key}:${event}:${index}`,
    cause: event === 'post_start' ? 'it has started' : 'it is going to be stopped',
    event,
    index,
    command,
    ...(condition && { onlyIfImageChanged: condition }),
  }
}
