import { createHash } from 'node:crypto'
import type { EngineEvent, NetworkInspect, VolumeInspect } from '@berth/docker-engine'
import type { FakeContainer } from './container.ts'
import type { FakeImage } from './image.ts'
import type { FakeEngineOptions } from './options.ts'

/** Everything the fake Engine holds. One world belongs to one engine. */
export interface World {
  readonly options: FakeEngineOptions
  readonly containers: Map<string, FakeContainer>
  readonly networks: Map<string, NetworkInspect>
  readonly volumes: Map<string, VolumeInspect>
  /** By id. */
  readonly images: Map<string, FakeImage>
  /** What a pull finds, by full reference. */
  readonly registry: Map<string, FakeImage>
  readonly events: EngineEvent[]
  /** By all containers. */
  linesPrinted: number
  /** Epoch milliseconds. */
  now(): number
  /** 64 hex digits; the same for the n-th object of a kind in every world. */
  newId(kind: string): string
  emit(event: Omit<EngineEvent, 'time' | 'timestamp'>): void
  /** Resolves when anything has happened since the call, or when the signal aborts. */
  change(signal: AbortSignal | undefined): Promise<void>
  /** Wakes everybody who waits for a change. */
  changed(): void
}

/** An Engine just installed: nothing but the three networks every Engine has. */
export function newWorld(options: FakeEngineOptions): World {
  const waiters = new Set<() => void>()
  const counts = new Map<string, number>()
  const now = options.now ?? Date.now
  const changed = () => {
    for (const wake of waiters) wake()
    waiters.clear()
  }
  const world: World = {
    options,
    containers: new Map(),
    networks: new Map(),
    volumes: new Map(),
    images: new Map(),
    registry: new Map(),
    events: [],
    linesPrinted: 0,
    now,
    newId(kind) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return hash(`${kind} ${count}`)
    },
    emit(event) {
      world.events.push({ ...event, ...stamp(now()) })
      changed()
    },
    change: (signal) =>
      new Promise((resolve) => {
        waiters.add(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
    changed,
  }
  for (const [name, driver] of Object.entries(predefinedNetworks)) {
    const Id = world.newId('network')
    world.networks.set(Id, { Id, Name: name, Driver: driver, Labels: {}, Options: {} })
  }
  return world
}

/** The networks that can neither be made nor removed, with their drivers. */
export const predefinedNetworks: Readonly<Record<string, string>> = {
  bridge: 'bridge',
  host: 'host',
  none: 'null',
}

/** A moment as the port tells it: epoch milliseconds, and in ISO 8601. */
export const stamp = (time: number) => ({ time, timestamp: new Date(time).toISOString() })

/** 64 hex digits that follow from the text. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whether `labels` carry all of `wanted`, each `key` or `key=value`. */
export function hasLabels(
  labels: Readonly<Record<string, string>>,
  wanted: readonly string[] | undefined,
): boolean {
  return (wanted ?? []).every((one) => {
    const [key = '', ...value] = one.split('=')
    return value.length === 0 ? key in labels : labels[key] === value.join('=')
  })
}
