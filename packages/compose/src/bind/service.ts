import { compareText } from '../context.ts'
import type { Dependency, EnvFile, Healthcheck, Port, Service, ServiceNetwork } from '../project.ts'
import type { Node } from '../tree.ts'
import { bindBuild } from './build.ts'
import { bindDeploy } from './deploy.ts'
import { bindDevelop } from './develop.ts'
import { bindDevice, bindDeviceRequest } from './devices.ts'
import { bindFileReference } from './file-objects.ts'
import { bindServiceModel } from './models.ts'
import { bindCredentialSpec, bindProvider } from './provider.ts'
import { compact, type Reader, readExtensions, readerOf, readNumber, readText } from './read.ts'
import { bindRuntime } from './runtime.ts'
import { bindServiceVolume } from './service-volume.ts'
import { bindUlimits } from './ulimits.ts'

/** Phase 18: a service's tree as typed data. Needs a tree that validation and the checks let through. */
export function bindService(node: Node, name: string): Service {
  const read = readerOf(node)
  return compact<Service>({
    name,
    image: read.text('image') || undefined,
    build: read.object('build', bindBuild),
    command: read.texts('command'),
    entrypoint: read.texts('entrypoint'),
    configs: read.items('configs', bindFileReference),
    container_name: read.text('container_name'),
    credential_spec: read.object('credential_spec', bindCredentialSpec),
    deploy: read.object('deploy', bindDeploy),
    develop: read.object('develop', bindDevelop),
    devices: read.items('devices', bindDevice),
    gpus: read.items('gpus', bindDeviceRequest),
    models: read.map('models', bindServiceModel),
    provider: read.object('provider', bindProvider),
    secrets: read.items('secrets', bindFileReference),
    environment: read.nullableTextMap('environment'),
    env_file: read.items('env_file', bindEnvFile),
    ports: read.items('ports', bindPort),
    expose: read.texts('expose'),
    volumes: read.items('volumes', bindServiceVolume),
    networks: read.map('networks', bindServiceNetwork),
    network_mode: read.text('network_mode'),
    depends_on: read.map('depends_on', bindDependency),
    healthcheck: read.object('healthcheck', bindHealthcheck),
    labels: read.textMap('labels'),
    label_file: read.texts('label_file'),
    scale: read.number('scale'),
    stop_grace_period: read.duration('stop_grace_period'),
    profiles: read.texts('profiles'),
    cap_add: read.texts('cap_add'),
    cap_drop: read.texts('cap_drop'),
    tmpfs: read.texts('tmpfs'),
    extra_hosts: read.texts('extra_hosts')?.toSorted(compareText),
    extensions: read.extensions(),
    ...bindRuntime(read),
    ulimits: bindUlimits(node),
    ...plainTexts(read),
    ...switches(read),
  })
}

const plainTexts = (read: Reader) => ({
  hostname: read.text('hostname'),
  platform: read.text('platform'),
  pull_policy: read.text('pull_policy'),
  restart: read.text('restart') || undefined,
  stop_signal: read.text('stop_signal'),
  user: read.text('user'),
  working_dir: read.text('working_dir'),
})

const switches = (read: Reader) => ({
  init: read.boolean('init'),
  privileged: read.boolean('privileged'),
  read_only: read.boolean('read_only'),
  stdin_open: read.boolean('stdin_open'),
  tty: read.boolean('tty'),
})

function bindEnvFile(node: Node): EnvFile {
  const read = readerOf(node)
  return compact<EnvFile>({
    path: read.text('path') ?? '',
    required: read.boolean('required') ?? true,
    format: read.text('format'),
  })
}

const bindPort = (node: Node): Port =>
  compact<Port>({
    name: readText(node, 'name'),
    mode: readText(node, 'mode'),
    host_ip: readText(node, 'host_ip') || undefined,
    target: readNumber(node, 'target') ?? 0,
    published: readText(node, 'published') || undefined,
    protocol: readText(node, 'protocol') ?? 'tcp',
    app_protocol: readText(node, 'app_protocol'),
    extensions: readExtensions(node),
  })

/** What is behind the point does not count. */
function truncated(read: Reader, key: string): number | undefined {
  const value = read.number(key)
  return value === undefined ? undefined : Math.trunc(value)
}

function bindServiceNetwork(node: Node): ServiceNetwork | null {
  if (node.kind !== 'mapping') return null
  const read = readerOf(node)
  return compact<ServiceNetwork>({
    aliases: read.texts('aliases'),
    ipv4_address: read.text('ipv4_address'),
    ipv6_address: read.text('ipv6_address'),
    link_local_ips: read.texts('link_local_ips'),
    mac_address: read.text('mac_address'),
    driver_opts: read.textMap('driver_opts'),
    priority: truncated(read, 'priority'),
    gw_priority: truncated(read, 'gw_priority'),
    interface_name: read.text('interface_name'),
    extensions: read.extensions(),
  })
}

function bindDependency(node: Node): Dependency {
  const read = readerOf(node)
  return compact<Dependency>({
    // Holds because validation knows these three words only.
    condition: (read.text('condition') ?? 'service_started') as Dependency['condition'],
    restart: read.boolean('restart'),
    required: read.boolean('required') ?? true,
    extensions: read.extensions(),
  })
}

function bindHealthcheck(node: Node): Healthcheck {
  const read = readerOf(node)
  return compact<Healthcheck>({
    test: read.texts('test'),
    interval: read.duration('interval'),
    timeout: read.duration('timeout'),
    retries: read.whole('retries'),
    start_period: read.duration('start_period'),
    start_interval: read.duration('start_interval'),
    disable: read.boolean('disable'),
    extensions: read.extensions(),
  })
}
