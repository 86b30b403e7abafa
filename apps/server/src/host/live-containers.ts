import { setTimeout as delay } from 'node:timers/promises'
import {
  type ContainerInspect,
  type ContainerSummary,
  type EngineReader,
  isEngineError,
  label,
} from '@berth/docker-engine'
import type { Background } from '../background.ts'
import type { EngineWatch } from './engine-watch.ts'

/** A container, and of one that does not do well what its summary does not tell. */
export interface LiveContainer extends ContainerSummary {
  readonly trouble?: ContainerTrouble
}

/** How a container came to where it is. */
export interface ContainerTrouble {
  /** How often the Engine has started it again by itself. */
  readonly restarts: number
  /** Its last run was ended for lack of memory. */
  readonly isOutOfMemory: boolean
}

/** What the Engine runs of one project, or why nobody knows. */
export interface Live {
  readonly containers: readonly LiveContainer[]
  /** Why nobody knows, in words. */
  readonly unknown?: string
}

/**
 * The containers of all projects, in memory. It is kept current by the Engine's events: one list of a
 * project when something happened to it, one list of everything after a gap.
 */
export interface LiveContainers {
  /** As it was last seen. */
  of(project: string): Live
  /** Asks the Engine about one project, and keeps what it says. Rejects only for our own bugs. */
  refresh(project: string): Promise<Live>
  /** Names of all projects that have containers, sorted. */
  projects(): string[]
  /** Hears of a project after it was looked at again because something happened. Returns the removal. */
  onChange(listener: (project: string) => void): () => void
  /** Hears when everything was looked at again, because the Engine went or came. */
  onResync(listener: () => void): () => void
}

export interface LiveContainersOptions {
  readonly engine: EngineReader
  readonly watch: EngineWatch
  readonly background: Background
  readonly signal: AbortSignal
  /** Between two looks at one project to which things keep happening. */
  readonly restMs?: number
}

/** What the Engine does by itself while nothing about a container changes for us. */
const idle = /^(exec_|attach|detach|resize|top|copy|export|archive-path|extract-to-dir)/

/** Of one look. */
const mostAsked = 50

const isTroubled = ({ state, status }: ContainerSummary) =>
  state === 'restarting' || state === 'dead' || (state === 'exited' && !status.startsWith('Exited (0)'))

const troubleOf = ({ RestartCount, State }: ContainerInspect): ContainerTrouble => ({
  restarts: RestartCount,
  isOutOfMemory: State.OOMKilled,
})

/** It may have been removed since it was listed. */
function unlessGone(error: unknown): undefined {
  if (!isEngineError(error, 'ENGINE_NOT_FOUND')) throw error
}

/** @see LiveContainers */
export function watchContainers(options: LiveContainersOptions): LiveContainers {
  const { engine, watch, background, signal, restMs = 100 } = options
  const changeListeners = new Set<(project: string) => void>()
  const resyncListeners = new Set<() => void>()
  const known = createKnown()
  /** Projects that are being looked at, and whether something has happened since the look began. */
  const looking = new Map<string, { isStale: boolean }>()

  /** Asks for one container each, so only of those that do not do well. */
  const withTrouble = async (containers: readonly ContainerSummary[]): Promise<LiveContainer[]> => {
    const troubled = containers.filter(isTroubled).slice(0, mostAsked)
    const found = new Map<string, ContainerTrouble>()
    for (const { id } of troubled) {
      const trouble = await engine.inspectContainer(id).then(troubleOf, unlessGone)
      if (trouble !== undefined) found.set(id, trouble)
    }
    return containers.map((container) => {
      const trouble = found.get(container.id)
      return trouble === undefined ? container : { ...container, trouble }
    })
  }

  const list = async (labels: readonly string[]): Promise<Live> => {
    try {
      return { containers: await withTrouble(await engine.listContainers({ labels })) }
    } catch (error) {
      if (!isEngineError(error, 'ENGINE_UNREACHABLE')) throw error
      return { containers: [], unknown: error.message }
    }
  }

  const refresh = async (project: string) => {
    const number = known.begin()
    known.put(project, await list([`${label.project}=${project}`]), number)
    return known.of(project)
  }

  /** Looks at once, and once more when something happened meanwhile. */
  const follow = async (project: string) => {
    const look = { isStale: true }
    looking.set(project, look)
    while (look.isStale && !signal.aborted) {
      look.isStale = false
      await refresh(project)
      for (const listener of changeListeners) listener(project)
      // Rejects on abort only, which ends the loop.
      await delay(restMs, undefined, { signal }).catch(() => {})
    }
    looking.delete(project)
  }

  const resync = async () => {
    const number = known.begin()
    known.putAll(await list([label.project]), number)
    for (const listener of resyncListeners) listener()
  }

  watch.onContainer((project, { action }) => {
    if (idle.test(action)) return
    const look = looking.get(project)
    if (look === undefined) background.run(() => follow(project))
    else look.isStale = true
  })
  watch.onStatus((status) => {
    if (status.state === 'reachable') return background.run(resync)
    known.putAll({ containers: [], unknown: status.message }, known.begin())
    for (const listener of resyncListeners) listener()
  })

  return {
    of: known.of,
    refresh,
    projects: known.projects,
    onChange: (listener) => subscribe(changeListeners, listener),
    onResync: (listener) => subscribe(resyncListeners, listener),
  }
}

/** Looks overlap: what was asked later is never overwritten by an earlier answer that comes late. */
function createKnown() {
  const projects = new Map<string, { readonly live: Live; readonly number: number }>()
  let others: { readonly unknown?: string; readonly number: number } = {
    unknown: 'The Docker Engine has not been asked yet.',
    number: 0,
  }
  let last = 0

  const numberOf = (project: string) => projects.get(project)?.number ?? others.number
  const put = (project: string, live: Live, number: number) => {
    if (number >= numberOf(project)) projects.set(project, { live, number })
  }
  return {
    begin: () => {
      last += 1
      return last
    },
    put,
    putAll({ containers, unknown }: Live, number: number) {
      const found = Map.groupBy(containers, ({ labels }) => labels[label.project] ?? '')
      const gone = [...projects.keys()].filter((project) => !found.has(project))
      for (const [project, own] of found) put(project, { containers: own }, number)
      for (const project of gone) if (number >= numberOf(project)) projects.delete(project)
      others = { number, ...(unknown !== undefined && { unknown }) }
    },
    of: (project: string): Live =>
      projects.get(project)?.live ?? {
        containers: [],
        ...(others.unknown !== undefined && { unknown: others.unknown }),
      },
    projects: () =>
      [...projects].flatMap(([project, { live }]) => (live.containers.length > 0 ? [project] : [])).sort(),
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
