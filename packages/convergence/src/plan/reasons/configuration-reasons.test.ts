import type { ContainerBody } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import type { ContainerDetails } from '../../observed/observed-state.ts'
import { projectFrom } from '../../testing/states.ts'
import { configurationReasons } from './configuration-reasons.ts'

const newest = '1.51'

const bodyOf = (attributes: string): ContainerBody => {
  const file = `
name: shop
services:
  web: {image: nginx${attributes === '' ? '' : `, ${attributes}`}}
volumes: {data: }
networks: {front: , default: }
`
  const [web] = toDesiredState(projectFrom(file)).services
  if (web === undefined) throw new Error('The project has no service')
  return web.containers(1).body
}

const image: NonNullable<ContainerDetails['imageConfig']> = {
  Cmd: ['nginx'],
  Entrypoint: ['/entry'],
  Env: ['PATH=/bin', 'IMAGE=1'],
  User: 'nobody',
  WorkingDir: '/srv',
  ExposedPorts: { '80/tcp': {} },
  StopSignal: 'SIGQUIT',
  Volumes: { '/cache': {} },
  Labels: { maintainer: 'them' },
  Healthcheck: { Test: ['CMD', 'probe'], Interval: 5 },
}

/** What the Engine shows of a container that was made from that body and that image. */
function detailsOf(
  body: ContainerBody,
  imageConfig: ContainerDetails['imageConfig'] = image,
): ContainerDetails {
  const endpoints = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  const restart = body.HostConfig.RestartPolicy ?? { Name: 'no', MaximumRetryCount: 0 }
  return {
    config: {
      Hostname: '0123456789ab',
      ...imageConfig,
      ...body,
      ...(body.Entrypoint && { Cmd: body.Cmd ?? null }),
      Env: environmentOf(body, imageConfig?.Env ?? []),
      Labels: { ...imageConfig?.Labels, ...body.Labels },
      ExposedPorts: { ...imageConfig?.ExposedPorts, ...body.ExposedPorts },
      Healthcheck: { ...imageConfig?.Healthcheck, ...body.Healthcheck },
    },
    hostConfig: { ...body.HostConfig, RestartPolicy: restart },
    aliases: Object.fromEntries(
      endpoints.map(([name, { Aliases = [] }]) => [name, [...Aliases, '0123456789ab']]),
    ),
    imageConfig,
  }
}

/** The image's variables under the container's own; a bare name takes one away. */
function environmentOf(body: ContainerBody, inherited: readonly string[]): string[] {
  const nameOf = (entry: string) => entry.split('=')[0]
  const own = new Map((body.Env ?? []).map((entry) => [nameOf(entry), entry]))
  const set = [...own.values()].filter((entry) => entry.includes('='))
  return [...set, ...inherited.filter((entry) => !own.has(nameOf(entry)))]
}

const everything = `command: [run], entrypoint: [/e], user: me, working_dir: /w, hostname: h, tty: true,
  stdin_open: true, stop_signal: SIGINT, stop_grace_period: 3s, healthcheck: {test: [CMD, x]}, expose: ["7"],
  restart: always, init: true, read_only: true, privileged: true, cap_add: [NET_ADMIN], cap_drop: [MKNOD],
  tmpfs: [/run], extra_hosts: ["a:1.2.3.4"], environment: {A: "1", IMAGE: }, ports: ["80:80"],
  volumes: ["data:/data", "/scratch", {type: tmpfs, target: /t}], labels: {l: "1"}, networks: {front: {aliases: [w]}}`.replaceAll(
  '\n',
  ' ',
)

describe('configurationReasons', () => {
  it.each(['', everything])(
    'R13: finds nothing in a container that was made from the same body',
    (attributes) => {
      const body = bodyOf(attributes)
      expect(configurationReasons(detailsOf(body), body, newest)).toEqual([])
    },
  )

  it('R13: finds nothing where the image is gone', () => {
    const body = bodyOf('command: [run], environment: {A: "1"}')
    expect(configurationReasons({ ...detailsOf(body, undefined) }, body, newest)).toEqual([])
  })

  it.each([
    ['image', '', 'image: redis', ['image nginx → redis']],
    ['command', 'command: [a]', 'command: [b]', ['command changed']],
    ['entrypoint', '', 'entrypoint: [/b]', ['command changed', 'entrypoint changed']],
    ['user', '', 'user: root', ['user changed']],
    ['working_dir', '', 'working_dir: /x', ['working_dir changed']],
    ['hostname', 'hostname: a', 'hostname: b', ['hostname changed']],
    ['tty', '', 'tty: true', ['tty changed']],
    ['stop_signal', 'stop_signal: SIGTERM', '', ['stop_signal changed']],
    ['stop_grace_period', '', 'stop_grace_period: 1m', ['stop_grace_period changed']],
    ['healthcheck', '', 'healthcheck: {disable: true}', ['healthcheck changed']],
    ['restart', 'restart: always', 'restart: "on-failure:3"', ['restart changed']],
    ['init', '', 'init: true', ['init changed']],
    ['domainname', 'domainname: a', '', ['domainname changed']],
    ['cpus', 'cpus: 0.5', 'cpus: 1', ['cpus changed']],
    ['mem_limit', 'mem_limit: 1g', '', ['mem_limit changed']],
    ['dns', 'dns: [1.1.1.1, 2.2.2.2]', 'dns: [1.1.1.1]', ['dns changed']],
    ['logging', '', 'logging: {driver: local}', ['logging changed']],
    ['sysctls', 'sysctls: {a: "1"}', 'sysctls: {a: "2"}', ['sysctls changed']],
    ['ulimits', '', 'ulimits: {nproc: 5}', ['ulimits changed']],
    [
      'security_opt',
      '',
      'security_opt: [systempaths=unconfined, no-new-privileges]',
      ['security_opt changed'],
    ],
    ['ipc', '', 'ipc: host', ['ipc changed']],
    ['devices', 'devices: [/dev/null]', 'devices: [/dev/zero]', ['devices changed']],
    ['cap_add', 'cap_add: [NET_ADMIN]', 'cap_add: [SYS_TIME]', ['cap_add changed']],
    ['extra_hosts', '', 'extra_hosts: ["a:1.1.1.1"]', ['extra_hosts changed']],
    ['tmpfs', '', 'tmpfs: [/run]', ['tmpfs changed']],
    ['expose', '', 'expose: ["99"]', ['expose changed']],
    ['a variable added', '', 'environment: {A: secret}', ['environment A added']],
    ['a variable removed', 'environment: {A: secret}', '', ['environment A removed']],
    ['a variable changed', 'environment: {A: old}', 'environment: {A: secret}', ['environment A changed']],
    ['a variable of the image unset', '', 'environment: {IMAGE: }', ['environment IMAGE removed']],
    [
      'proxies of the Docker command',
      'environment: {http_proxy: p, NO_PROXY: n}',
      'environment: {NO_PROXY: m}',
      ['environment NO_PROXY changed'],
    ],
    ['a port added', '', 'ports: ["8080:80"]', ['port 8080:80 added']],
    [
      'a port moved',
      'ports: ["1:80"]',
      'ports: ["2:80/udp"]',
      ['expose changed', 'port 1:80 removed', 'port 2:80/udp added'],
    ],
    ['a volume added', '', 'volumes: ["data:/d"]', ['volume /d added']],
    ['a volume removed', 'volumes: ["/d"]', '', ['volume /d removed']],
    ['a volume changed', 'volumes: ["data:/d"]', 'volumes: ["./d:/d:ro"]', ['volume /d changed']],
    ['a label', 'labels: {l: "1"}', 'labels: {l: "2"}', ['label l changed']],
    ['a network added', '', 'networks: [default, front]', ['network shop_front added']],
    [
      'an alias',
      'networks: {front: {aliases: [a]}}',
      'networks: {front: {aliases: [b]}}',
      ['network shop_front changed'],
    ],
    ['network_mode', '', 'network_mode: host', ['network_mode changed']],
  ])('R13: names %s', (_what, before, after, reasons) => {
    const wanted = after.startsWith('image: ') ? { ...bodyOf(''), Image: after.slice(7) } : bodyOf(after)
    expect(configurationReasons(detailsOf(bodyOf(before)), wanted, newest)).toEqual(reasons)
  })

  it('R13: never tells the value of a variable', () => {
    const reasons = configurationReasons(
      detailsOf(bodyOf('environment: {A: old-secret}')),
      bodyOf('environment: {A: new-secret}'),
      newest,
    )
    expect(reasons.join()).not.toMatch(/secret/)
  })

  it('R13: does not name what the Engine is too old to know', () => {
    const wanted = bodyOf('annotations: {a: b}, mem_limit: 64m')
    expect(configurationReasons(detailsOf(bodyOf('')), wanted, '1.42')).toEqual(['mem_limit changed'])
    expect(configurationReasons(detailsOf(bodyOf('')), wanted, '1.43')).toEqual([
      'annotations changed',
      'mem_limit changed',
    ])
  })
})
