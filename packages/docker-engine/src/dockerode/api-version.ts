import { compareApi, dockerRelease } from '../api-releases.ts'
import type { ContainerBody, EndpointSettings, MountBody, NetworkBody } from '../bodies.ts'
import type { BuildImage } from '../engine.ts'
import { EngineError } from '../errors.ts'

/** The oldest Engine API that Berth works with (Docker 20.10), and the newest it knows (Docker 28.5). */
const supportedApi = { oldest: '1.41', newest: '1.51' } as const

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

interface Requirement<Body> {
  readonly field: string
  readonly api: keyof typeof dockerRelease
  readonly isSet: (body: Body) => boolean
}

const mountFields: readonly Requirement<MountBody>[] = [
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
  { field: 'Mounts of an image', api: '1.48', isSet: (m) => m.Type === 'image' },
]

const endpointFields: readonly Requirement<EndpointSettings>[] = [
  { field: 'MacAddress of a network', api: '1.44', isSet: (e) => Boolean(e.MacAddress) },
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

/**
 * Throws `ENGINE_TOO_OLD` for a field that an Engine of this API version would silently drop, and without which it
 * would make something else. What only is missed, such as `Annotations`, is left to the Engine to drop.
 */
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
      fix: `Upgrade Docker to ${dockerRelease[missing.api]} or newer, or leave the setting out.`,
      details: { field: missing.field, needs: missing.api, speaks: api },
    },
  )
}
