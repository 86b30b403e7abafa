import { type ContainerBody, type HealthcheckBody, proxyVariables } from '@berth/docker-engine'
import type { ContainerDetails } from '../../observed/observed-state.ts'
import { canonicalJson } from '../digest.ts'
import { hostAttributeReasons } from './host-attributes.ts'
import { mapReasons } from './map-reasons.ts'
import { mountsOf } from './mounts-of.ts'

/**
 * In which attributes a container differs from what it would be made from now, in words. Empty when the
 * Engine cannot tell. Values of environment variables are never in it, only names.
 *
 * What the file leaves to the image is compared with the image that the container was made from.
 *
 * @param api The version that the Engine speaks: what it does not know it does not show either.
 */
export function configurationReasons(details: ContainerDetails, body: ContainerBody, api: string): string[] {
  return [
    ...imageReason(details, body),
    ...attributeReasons(details, body),
    ...hostAttributeReasons(details.hostConfig, body.HostConfig, api),
    ...environmentReasons(details, body),
    ...mapReasons('port', portsOf(details.hostConfig.PortBindings), portsOf(body.HostConfig.PortBindings)),
    ...volumeReasons(details, body),
    ...labelReasons(details, body),
    ...networkReasons(details, body),
  ]
}

function imageReason({ config }: ContainerDetails, body: ContainerBody): string[] {
  return config.Image === body.Image || config.Image.startsWith('sha256:')
    ? []
    : [`image ${config.Image} → ${body.Image}`]
}

/** The spec's name of an attribute with one value, what is, what should be. */
type Row = readonly [name: string, is: unknown, should: unknown]

function attributeReasons(details: ContainerDetails, body: ContainerBody): string[] {
  return [...configRows(details, body), ...hostRows(details, body)]
    .filter(([, is, should]) => canonicalJson(is) !== canonicalJson(should))
    .map(([name]) => `${name} changed`)
}

function configRows({ config, imageConfig: image }: ContainerDetails, body: ContainerBody): Row[] {
  return [
    ['command', list(config.Cmd), list(effectiveCommand(body, image))],
    ['entrypoint', list(config.Entrypoint), list(body.Entrypoint ?? image?.Entrypoint)],
    ['user', text(config.User), text(body.User ?? image?.User)],
    ['working_dir', text(config.WorkingDir), text(body.WorkingDir ?? image?.WorkingDir)],
    ['domainname', text(config.Domainname), text(body.Domainname)],
    ['hostname', body.Hostname === undefined ? '' : text(config.Hostname), text(body.Hostname)],
    ['tty', Boolean(config.Tty), Boolean(body.Tty)],
    ['stdin_open', Boolean(config.OpenStdin), Boolean(body.OpenStdin)],
    ['stop_signal', text(config.StopSignal), text(body.StopSignal ?? image?.StopSignal)],
    ['stop_grace_period', orNull(config.StopTimeout), orNull(body.StopTimeout)],
    ['healthcheck', checkOf(config.Healthcheck), checkOf({ ...image?.Healthcheck, ...body.Healthcheck })],
    ['expose', exposed(config.ExposedPorts, image), exposed(body.ExposedPorts, image)],
  ]
}

function hostRows({ hostConfig: host }: ContainerDetails, { HostConfig: wanted }: ContainerBody): Row[] {
  return [
    ['restart', restartOf(host.RestartPolicy), restartOf(wanted.RestartPolicy)],
    ['init', orNull(host.Init), orNull(wanted.Init)],
    ['read_only', Boolean(host.ReadonlyRootfs), Boolean(wanted.ReadonlyRootfs)],
    ['privileged', Boolean(host.Privileged), Boolean(wanted.Privileged)],
    ['cap_add', capabilities(host.CapAdd), capabilities(wanted.CapAdd)],
    ['cap_drop', capabilities(host.CapDrop), capabilities(wanted.CapDrop)],
    ['tmpfs', orNull(host.Tmpfs), orNull(wanted.Tmpfs)],
    ['extra_hosts', list(host.ExtraHosts), list(wanted.ExtraHosts)],
  ]
}

const orNull = (value: unknown) => value ?? null
const list = (values: readonly string[] | null | undefined) => values ?? []
const text = (value: string | undefined) => value ?? ''

/** The Engine drops the image's command when the file sets an entrypoint. */
function effectiveCommand(body: ContainerBody, image: ContainerDetails['imageConfig']) {
  return body.Cmd ?? (body.Entrypoint === undefined ? image?.Cmd : undefined)
}

function checkOf(check: HealthcheckBody | null | undefined) {
  const times = [check?.Interval, check?.Timeout, check?.StartPeriod, check?.StartInterval, check?.Retries]
  return [check?.Test ?? [], ...times.map((value) => value ?? 0)]
}

function restartOf(policy: { readonly Name: string; readonly MaximumRetryCount: number } | undefined) {
  return [policy?.Name || 'no', policy?.MaximumRetryCount ?? 0]
}

const capabilities = (names: readonly string[] | null | undefined) =>
  list(names)
    .map((name) => name.toUpperCase().replace(/^CAP_/, ''))
    .sort()

function exposed(
  ports: Readonly<Record<string, object>> | null | undefined,
  image: ContainerDetails['imageConfig'],
): string[] {
  const withProtocol = Object.keys(ports ?? {}).map((port) => (port.includes('/') ? port : `${port}/tcp`))
  return [...new Set(withProtocol)].filter((port) => image?.ExposedPorts?.[port] === undefined).sort()
}

function environmentReasons({ config, imageConfig }: ContainerDetails, body: ContainerBody): string[] {
  const image = variables(imageConfig?.Env)
  const is = variables(config.Env)
  const should = { ...image, ...variables(body.Env) }
  for (const entry of body.Env ?? []) if (!entry.includes('=')) delete should[entry]
  // The Docker command's configuration may give these to containers: nothing here says so.
  for (const name of proxyVariables) if (!(name in should)) delete is[name]
  // Without the image it cannot be told which variables were the container's own.
  return mapReasons('environment', imageConfig === undefined ? onlyKeysOf(is, should) : is, should)
}

function variables(entries: readonly string[] | null | undefined): Record<string, string> {
  const pairs = (entries ?? [])
    .filter((entry) => entry.includes('='))
    .map((entry) => {
      const at = entry.indexOf('=')
      return [entry.slice(0, at), entry.slice(at + 1)]
    })
  return Object.fromEntries(pairs)
}

const onlyKeysOf = (values: Record<string, string>, keys: object) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key in keys))

function portsOf(bindings: ContainerBody['HostConfig']['PortBindings'] | null): Record<string, string> {
  const names = Object.entries(bindings ?? {}).flatMap(([target, published]) =>
    (published ?? []).map(({ HostIp, HostPort }) => {
      const host = [HostIp, HostPort].filter((part) => part).join(':')
      return host === '' ? target : `${host}:${target.replace(/\/tcp$/, '')}`
    }),
  )
  return Object.fromEntries(names.map((name) => [name, name]))
}

function volumeReasons(details: ContainerDetails, body: ContainerBody): string[] {
  const should = mountsOf(body.HostConfig)
  const is = mountsOf(details.hostConfig)
  // What the image declares is mounted without being asked for.
  const declared = Object.keys(details.imageConfig?.Volumes ?? {})
  const own = Object.entries(is).filter(([target]) => target in should || !declared.includes(target))
  return mapReasons('volume', Object.fromEntries(own), should)
}

function labelReasons({ config, imageConfig }: ContainerDetails, body: ContainerBody): string[] {
  const image = imageConfig?.Labels ?? {}
  const own = (labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('com.docker.compose.')))
  return mapReasons('label', own(config.Labels), own({ ...image, ...body.Labels }))
}

function networkReasons({ hostConfig, aliases }: ContainerDetails, body: ContainerBody): string[] {
  const endpoints = body.NetworkingConfig?.EndpointsConfig
  if (endpoints === undefined) {
    return hostConfig.NetworkMode === body.HostConfig.NetworkMode ? [] : ['network_mode changed']
  }
  // The Engine adds the short id to the aliases.
  const should = Object.fromEntries(
    Object.entries(endpoints).map(([name, { Aliases = [] }]) => [name, canonicalJson(Aliases.toSorted())]),
  )
  const is = Object.fromEntries(
    Object.entries(aliases).map(([name, names]) => [
      name,
      canonicalJson([...new Set(names)].filter((alias) => !/^[0-9a-f]{12}$/.test(alias)).sort()),
    ]),
  )
  return mapReasons('network', is, should)
}
