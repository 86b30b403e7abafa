import type { ContainerBody, EndpointSettings, MountBody, NetworkBody } from '../bodies.ts'
import type { BuildImage } from '../engine.ts'
import { EngineError } from '../errors.ts'

/** The oldest Engine API that Berth works with (Docker 20.10), and the newest it knows (Docker 28.5). */
const supportedApi = { oldest: '1.41', newest: '1.51' } as const

/** Compares two API versions such as `1.9` and `1.45`; negative when the first is older. */
export function compareApi(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA - majorB || minorA - minorB
}

/**
 * The version that both sides speak.
 *
 * Throws `ENGINE_TOO_OLD` when the Engine's newest is older than our oldest.
 */
export function negotiateApi(engines: string): string {
  if (compareApi(engines, supportedApi.oldest) < 0) {
    throw new EngineError(
      'ENGINE_TOO_OLD',
      `The Docker Engine speaks API ${engines}; Berth needs ${supportedApi.oldest} or newer`,
      { fix: 'Upgrade Docker to 20.10 or newer.' },
    )
  }
  return compareApi(engines, supportedApi.newest) < 0 ? engines : supportedApi.newest
}

/** Release of Docker that brought an API version. */
const releaseOf = { '1.42': '23.0', '1.44': '25.0', '1.45': '26.0', '1.48': '28.0' } as const

interface Requirement<Body> {
  readonly field: string
  readonly api: keyof typeof releaseOf
  readonly isSet: (body: Body) => boolean
}

const mountFields: readonly Requirement<MountBody>[] = [
  {
    field: 'BindOptions.CreateMountpoint',
    api: '1.42',
    isSet: (m) => m.BindOptions?.CreateMountpoint === true,
  },
  {
    field: 'BindOptions.ReadOnlyNonRecursive',
    api: '1.44',
    isSet: (m) => m.BindOptions?.ReadOnlyNonRecursive === true,
  },
  {
    field: 'BindOptions.ReadOnlyForceRecursive',
    api: '1.44',
    isSet: (m) => m.BindOptions?.ReadOnlyForceRecursive === true,
  },
  { field: 'VolumeOptions.Subpath', api: '1.45', isSet: (m) => Boolean(m.VolumeOptions?.Subpath) },
]

const endpointFields: readonly Requirement<EndpointSettings>[] = [
  { field: 'MacAddress of a network', api: '1.44', isSet: (e) => Boolean(e.MacAddress) },
  { field: 'GwPriority', api: '1.48', isSet: (e) => Boolean(e.GwPriority) },
]

const networkFields: readonly Requirement<NetworkBody>[] = [
  { field: 'EnableIPv4', api: '1.48', isSet: (n) => n.EnableIPv4 === false },
]

const containerFields: readonly Requirement<ContainerBody>[] = [
  { field: 'Healthcheck.StartInterval', api: '1.44', isSet: (c) => Boolean(c.Healthcheck?.StartInterval) },
  ...mountFields.map((rule) => ({
    ...rule,
    isSet: (c: ContainerBody) => (c.HostConfig.Mounts ?? []).some(rule.isSet),
  })),
  ...endpointFields.map((rule) => ({
    ...rule,
    isSet: (c: ContainerBody) => Object.values(c.NetworkingConfig?.EndpointsConfig ?? {}).some(rule.isSet),
  })),
]

const buildFields: readonly Requirement<BuildImage>[] = [
  { field: 'The shared memory of a build', api: '1.42', isSet: (b) => Boolean(b.shmSizeBytes) },
  { field: 'A limit of a build', api: '1.42', isSet: (b) => (b.ulimits ?? []).length > 0 },
  {
    field: 'host-gateway in a build',
    api: '1.42',
    isSet: (b) => (b.extraHosts ?? []).some((host) => host.endsWith('=host-gateway')),
  },
]

/** Throws `ENGINE_TOO_OLD` for a field that an Engine of this API version would silently drop. */
export const requireApi = {
  container: (body: ContainerBody, api: string) => check(containerFields, body, api),
  endpoint: (body: EndpointSettings, api: string) => check(endpointFields, body, api),
  network: (body: NetworkBody, api: string) => check(networkFields, body, api),
  build: (request: BuildImage, api: string) => check(buildFields, request, api),
}

function check<Body>(requirements: readonly Requirement<Body>[], body: Body, api: string): void {
  const missing = requirements.find((rule) => compareApi(api, rule.api) < 0 && rule.isSet(body))
  if (!missing) return
  throw new EngineError(
    'ENGINE_TOO_OLD',
    `${missing.field} needs Engine API ${missing.api}; this Docker Engine speaks ${api}`,
    {
      fix: `Upgrade Docker to ${releaseOf[missing.api]} or newer, or leave the setting out.`,
      details: { field: missing.field, needs: missing.api, speaks: api },
    },
  )
}
