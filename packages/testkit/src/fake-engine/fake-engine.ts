import type { Engine, EngineSessions, ImageInspect, LogLine } from '@berth/docker-engine'
import { archiveCalls } from './archives.ts'
import { mustFindContainer } from './container.ts'
import { containerCalls } from './containers.ts'
import { execCalls } from './exec.ts'
import { familiarReference, nameImage, newImage } from './image.ts'
import { imageCalls } from './images.ts'
import { exit, print, setHealth } from './lifecycle.ts'
import { networkCalls } from './networks.ts'
import type { FakeEngineOptions, ImageSeed } from './options.ts'
import { type MutatingCall, recorder } from './recorder.ts'
import { sessionCalls } from './sessions.ts'
import { streamCalls } from './streams.ts'
import { usageCalls } from './usage.ts'
import { volumeCalls } from './volumes.ts'
import { newWorld } from './world.ts'

/** An Engine in memory, with the handles a test needs to make things happen. */
export interface FakeEngine extends Engine, EngineSessions {
  /** Every call that changes the Engine, in order, failed ones included. */
  readonly calls: readonly MutatingCall[]
  /** The next call of this method rejects with `error` and does nothing. */
  failNext(method: keyof Engine | keyof EngineSessions, error: Error): void
  /** From now on nobody answers, and open streams end; containers go on. */
  goAway(): void
  comeBack(): void
  addImage(seed: ImageSeed): { id: string; config: NonNullable<ImageInspect['Config']> }
  /** Makes an image known to the registry, so that it can be pulled. */
  publishImage(seed: ImageSeed): void
  /** Ends the program of a running container; its restart policy applies. */
  exitContainer(nameOrId: string, exitCode: number): void
  setHealth(nameOrId: string, health: 'healthy' | 'unhealthy'): void
  print(nameOrId: string, line: Pick<LogLine, 'stream' | 'text'>): void
}

/**
 * Makes an Engine in memory. It keeps the real one's rules (names, states, ports, volumes in use, what
 * hides behind which error); the contract suite holds both to them. It runs no program: what containers
 * do is told by `options.program`.
 */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  const world = newWorld(options)
  const { apiVersion = '1.45' } = options
  let isReachable = true
  const record = recorder(world, () => isReachable)
  const container = (nameOrId: string) => mustFindContainer(world, nameOrId, 'control a fake container')

  const addImage = (seed: ImageSeed) => nameImage(world.images, newImage(seed), seed.reference)
  const publishImage = (seed: ImageSeed) => {
    world.registry.set(familiarReference(seed.reference), newImage(seed))
  }
  for (const seed of options.images ?? []) addImage(seed)
  for (const seed of options.registry ?? []) publishImage(seed)

  return {
    ...record.engine({
      version: async () => ({ version: '26.1.5', apiVersion, os: 'linux', arch: 'amd64' }),
      apiVersion: async () => apiVersion,
      dataFolder: async () => '/var/lib/docker',
      keepsPlatforms: async () => options.keepsPlatforms === true,
      registryCredentials: async () => options.credentials ?? [],
      ...containerCalls(world),
      ...execCalls(world),
      ...archiveCalls(world),
      ...usageCalls(world),
      ...networkCalls(world),
      ...volumeCalls(world),
      ...imageCalls(world),
      ...streamCalls(world, () => isReachable),
    }),
    ...record.sessions(sessionCalls(world)),
    calls: record.calls,
    failNext: record.failNext,
    goAway() {
      isReachable = false
      world.changed()
    },
    comeBack() {
      isReachable = true
    },
    addImage,
    publishImage,
    exitContainer: (nameOrId, exitCode) => exit(world, container(nameOrId), exitCode),
    setHealth: (nameOrId, health) => setHealth(world, container(nameOrId), health),
    print: (nameOrId, line) => print(world, container(nameOrId), line),
  }
}
