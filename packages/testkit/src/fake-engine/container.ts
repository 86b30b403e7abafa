import type {
  ContainerBody,
  ContainerState,
  EndpointSettings,
  HealthcheckBody,
  LogLine,
  PortBindings,
} from '@berth/docker-engine'
import type { FakeFile } from './archives.ts'
import type { FakeImage } from './image.ts'
import type { Program } from './options.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** A container with its state; `body` is what it was created with. */
export interface FakeContainer {
  readonly id: string
  name: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly body: ContainerBody
  readonly image: FakeImage
  readonly mounts: readonly FakeMount[]
  /** By network name; an id is empty until the container has run on it. */
  readonly networks: Map<string, { readonly id: string; readonly endpoint: EndpointSettings }>
  readonly logs: LogLine[]
  /** What was put into it, by absolute path. */
  readonly files: Map<string, FakeFile>
  status: ContainerState
  exitCode: number
  error: string
  startedAt: number | undefined
  finishedAt: number | undefined
  health: 'starting' | 'healthy' | 'unhealthy' | undefined
  restarts: number
  /** Bindings on the host while it runs. */
  ports: PortBindings
  program: Program
  /** Counts starts, so that what an earlier start still had in mind does nothing. */
  run: number
}

export interface FakeMount {
  readonly type: string
  readonly name?: string
  readonly source: string
  readonly destination: string
  readonly isWritable: boolean
  readonly isAnonymous: boolean
}

/** By id, name, or the beginning of an id. */
export function findContainer({ containers }: World, idOrName: string): FakeContainer | undefined {
  const name = idOrName.replace(/^\//, '')
  const all = [...containers.values()]
  const byPrefix = ({ id }: FakeContainer) => idOrName.length >= 6 && id.startsWith(idOrName)
  return containers.get(idOrName) ?? all.find((one) => one.name === name) ?? all.find(byPrefix)
}

export function mustFindContainer(world: World, idOrName: string, doing: string): FakeContainer {
  const container = findContainer(world, idOrName)
  if (container) return container
  throw refusal('ENGINE_NOT_FOUND', doing, `No such container: ${idOrName}`)
}

/** Entrypoint and arguments: an entrypoint of its own drops the image's arguments. */
export function commandOf({ body, image }: Pick<FakeContainer, 'body' | 'image'>): readonly string[] {
  const inherited = body.Entrypoint === undefined ? image.config : {}
  return [...(body.Entrypoint ?? inherited.Entrypoint ?? []), ...(body.Cmd ?? inherited.Cmd ?? [])]
}

/** The healthcheck in force: its own, else the image's; undefined when there is none or it is disabled. */
export function healthcheckOf({ body, image }: FakeContainer): HealthcheckBody | undefined {
  const inherited = image.config.Healthcheck ?? undefined
  const check = body.Healthcheck ? { ...inherited, ...body.Healthcheck } : inherited
  const test = check?.Test ?? []
  return test.length === 0 || test[0] === 'NONE' ? undefined : check
}

/** Labels of the image under those of the container. */
export const labelsOf = ({ body, image }: Pick<FakeContainer, 'body' | 'image'>): Record<string, string> => ({
  ...image.config.Labels,
  ...body.Labels,
})

export function emitContainer(world: World, container: FakeContainer, action: string): void {
  const attributes = { ...labelsOf(container), image: container.body.Image, name: container.name }
  const exitCode = action === 'die' ? { exitCode: String(container.exitCode) } : {}
  world.emit({ type: 'container', action, id: container.id, attributes: { ...attributes, ...exitCode } })
}
