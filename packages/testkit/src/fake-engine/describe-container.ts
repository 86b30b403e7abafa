import type { ContainerInspect, ContainerSummary, PublishedPort } from '@berth/docker-engine'
import { commandOf, type FakeContainer, healthcheckOf, labelsOf } from './container.ts'

/** The container as a list shows it. */
export function toSummary(container: FakeContainer, now: number): ContainerSummary {
  return {
    id: container.id,
    name: container.name,
    image: container.body.Image,
    imageId: container.image.id,
    command: commandOf(container).join(' '),
    state: container.status,
    status: wordsFor(container, now),
    labels: labelsOf(container),
    createdAt: container.createdAt,
    ports: portsOf(container),
    mounts: container.mounts.map(({ type, name, source, destination }) => ({
      type,
      ...(name && { name, driver: 'local' }),
      ...(source && { source }),
      destination,
    })),
    networks: Object.fromEntries([...container.networks].map(([name, { id }]) => [name, id])),
  }
}

/** The container as inspect shows it. */
export function toInspect(container: FakeContainer): ContainerInspect {
  const { body, image } = container
  const command = commandOf(container)
  const entrypoint = body.Entrypoint ?? image.config.Entrypoint
  const healthcheck = healthcheckOf(container)
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Created: iso(container.createdAt),
    Image: image.id,
    RestartCount: container.restarts,
    State: stateOf(container),
    Config: {
      ...inherited(container),
      ...body,
      Hostname: body.Hostname ?? container.id.slice(0, 12),
      Env: mergeEnv(image.config.Env, body.Env),
      Cmd: command.slice(entrypoint?.length ?? 0),
      Entrypoint: entrypoint ?? null,
      Labels: labelsOf(container),
      ...(healthcheck && { Healthcheck: healthcheck }),
    },
    HostConfig: { ...body.HostConfig, NetworkMode: body.HostConfig.NetworkMode ?? 'bridge' },
    Mounts: container.mounts.map(({ type, name, source, destination, isWritable }) => ({
      Type: type,
      ...(name && { Name: name }),
      Source: source,
      Destination: destination,
      RW: isWritable,
    })),
    NetworkSettings: {
      Networks: Object.fromEntries(
        [...container.networks].map(([name, { id, endpoint }]) => [
          name,
          { ...endpoint, NetworkID: id, Aliases: endpoint.Aliases ?? null },
        ]),
      ),
      Ports: container.ports,
    },
  }
}

/** What a container takes over from its image where it says nothing. */
function inherited({ image: { config } }: FakeContainer) {
  return {
    ...(config.User && { User: config.User }),
    ...(config.WorkingDir && { WorkingDir: config.WorkingDir }),
    ...(config.StopSignal && { StopSignal: config.StopSignal }),
    ...(config.ExposedPorts && { ExposedPorts: config.ExposedPorts }),
    ...(config.Volumes && { Volumes: config.Volumes }),
  }
}

function stateOf(container: FakeContainer): ContainerInspect['State'] {
  const { status, health, exitCode, error, program } = container
  return {
    Status: status,
    Running: status === 'running' || status === 'restarting',
    ExitCode: exitCode,
    OOMKilled: status === 'exited' && program.isOutOfMemory === true,
    Error: error,
    StartedAt: container.startedAt === undefined ? never : iso(container.startedAt),
    FinishedAt: container.finishedAt === undefined ? never : iso(container.finishedAt),
    ...(health && {
      Health: {
        Status: health,
        FailingStreak: health === 'unhealthy' ? 1 : 0,
        Log: health === 'starting' ? [] : [{ ExitCode: health === 'healthy' ? 0 : 1, Output: '' }],
      },
    }),
  }
}

/** Go's zero time. */
const never = '0001-01-01T00:00:00Z'

const iso = (time: number) => new Date(time).toISOString()

/** The container's values over the image's, each name once. */
function mergeEnv(
  ofImage: readonly string[] | null | undefined,
  own: readonly string[] | undefined,
): string[] {
  const entries = [...(ofImage ?? []), ...(own ?? [])].map((pair) => [pair.split('=')[0], pair] as const)
  return [...new Map(entries).values()]
}

function portsOf({ ports, body, status }: FakeContainer): PublishedPort[] {
  if (status !== 'running') return []
  const unpublished = Object.keys(body.ExposedPorts ?? {}).filter((target) => !ports[target]?.length)
  return [
    ...Object.entries(ports).flatMap(([target, bindings]) =>
      (bindings ?? []).map(({ HostIp = '', HostPort }) => ({
        hostIp: HostIp,
        published: Number(HostPort),
        ...targetOf(target),
      })),
    ),
    ...unpublished.map(targetOf),
  ]
}

function targetOf(target: string): Pick<PublishedPort, 'target' | 'protocol'> {
  const [port, protocol = 'tcp'] = target.split('/')
  return { target: Number(port), protocol }
}

function wordsFor({ status, exitCode, health, startedAt = 0 }: FakeContainer, now: number): string {
  const seconds = Math.round((now - startedAt) / 1000)
  const healthWords = health && ` (${health === 'starting' ? 'health: starting' : health})`
  if (status === 'created') return 'Created'
  if (status === 'running') return `Up ${seconds} seconds${healthWords ?? ''}`
  return status === 'restarting' ? `Restarting (${exitCode})` : `Exited (${exitCode})`
}
