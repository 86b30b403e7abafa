import type { Healthcheck, Project, Service } from '@berth/compose'
import type { ContainerBody, HealthcheckBody, HostConfig, MountBody } from '@berth/docker-engine'
import { type OneOff, oneOffBody } from '../one-off.ts'
import { present, sortedEntries } from '../present.ts'
import { attachment } from './endpoints.ts'
import { fileMounts } from './file-mounts.ts'
import { containerLabels } from './labels.ts'
import { externalLinks, withLinks } from './links.ts'
import { mounts, tmpfs } from './mounts.ts'
import { exposedPorts, portBindings } from './ports.ts'
import { resources } from './resources.ts'
import { runtimeConfig } from './runtime.ts'
import { security } from './security.ts'

const nanosecondsPerSecond = 1_000_000_000

/**
 * The exact body of `POST /containers/create` for one replica, as Docker Compose would send it, except
 * that lists which Compose sends in random order are sorted.
 */
export function containerBody(
  project: Project,
  service: Service,
  own: {
    readonly name: string
    readonly image: string
    readonly replica: number
    readonly configHash: string
    readonly oneOff?: OneOff | undefined
  },
): ContainerBody {
  const { networkMode, endpoints } = attachment(project, service, own)
  return withLinks(externalLinks(service), {
    Image: own.image,
    Labels: containerLabels(project, service, own),
    AttachStdout: true,
    AttachStderr: true,
    ...(own.oneOff && oneOffBody(own.oneOff)),
    ...present({
      Cmd: service.command,
      Entrypoint: service.entrypoint,
      Env: service.environment && environment(service.environment),
      User: service.user,
      WorkingDir: service.working_dir,
      Hostname: service.hostname,
      Domainname: service.domainname,
      Tty: service.tty,
      OpenStdin: service.stdin_open,
      StopSignal: service.stop_signal,
      StopTimeout: wholeSeconds(service.stop_grace_period),
      Healthcheck: service.healthcheck && healthcheck(service.healthcheck),
      NetworkingConfig: endpoints && { EndpointsConfig: endpoints },
    }),
    ExposedPorts: exposedPorts(service),
    HostConfig: {
      NetworkMode: networkMode,
      ...(own.oneOff?.removesItself && { AutoRemove: true }),
      ...hostConfig(project, service),
    },
  })
}

function hostConfig(project: Project, service: Service): HostConfig {
  return {
    ...runtimeConfig(service),
    ...security(project, service),
    ...withFiles(mounts(project, service.volumes), fileMounts(project, service)),
    ...resources(service),
    PortBindings: portBindings(service),
    ExtraHosts: (service.extra_hosts ?? []).map((entry) => entry.replace('=', ':')),
    ...present({
      RestartPolicy: restartPolicyOf(service),
      Init: service.init,
      ReadonlyRootfs: service.read_only,
      Privileged: service.privileged,
      CapAdd: service.cap_add && capabilities(service.cap_add),
      CapDrop: service.cap_drop && capabilities(service.cap_drop),
      Tmpfs: service.tmpfs && tmpfs(service.tmpfs),
    }),
  }
}

const withFiles = (mounted: HostConfig, files: readonly MountBody[]): HostConfig =>
  files.length === 0 ? mounted : { ...mounted, Mounts: [...(mounted.Mounts ?? []), ...files] }

/** Names of `deploy.restart_policy` that the Engine knows by another one. */
const conditions: Readonly<Record<string, string>> = { none: 'no', any: 'always' }

/** `deploy.restart_policy` wins over `restart`. */
function restartPolicyOf({ restart, deploy }: Service): HostConfig['RestartPolicy'] | undefined {
  const policy = deploy?.restart_policy
  if (policy === undefined) return restart === undefined ? undefined : restartPolicy(restart)
  const { condition = '', max_attempts = 0 } = policy
  return { Name: conditions[condition] ?? condition, MaximumRetryCount: max_attempts }
}

/** `K=V` sorted by name; a bare `K` removes a variable of the image. */
export function environment(variables: NonNullable<Service['environment']>): string[] {
  return sortedEntries(variables).map(([name, value]) => (value === null ? name : `${name}=${value}`))
}

/** As the Engine names them: `net_admin` is `CAP_NET_ADMIN`; `ALL` stays. */
function capabilities(names: readonly string[]): string[] {
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (/^(ALL|CAP_.*)$/.test(name) ? name : `CAP_${name}`))
  return [...new Set(full)].sort()
}

function restartPolicy(restart: string): NonNullable<HostConfig['RestartPolicy']> {
  const [name = '', count = ''] = restart.split(':')
  const retries = Number.parseInt(count, 10)
  return { Name: name, MaximumRetryCount: Number.isNaN(retries) ? 0 : retries }
}

function healthcheck(check: Healthcheck): HealthcheckBody {
  if (check.disable) return { Test: ['NONE'] }
  return present({
    Test: check.test,
    Interval: check.interval,
    Timeout: check.timeout,
    Retries: check.retries === undefined ? undefined : Number(check.retries),
    StartPeriod: check.start_period,
    StartInterval: check.start_interval,
  })
}

/** Truncated as Docker Compose does: half a second becomes 0. */
export function wholeSeconds(nanoseconds: number | undefined): number | undefined {
  return nanoseconds === undefined ? undefined : Math.trunc(nanoseconds / nanosecondsPerSecond)
}
