import { loadProject } from '@berth/compose'
import type { ContainerInspect, ImageInspect, NetworkInspect, VolumeInspect } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { type Remains, reconstruct } from './reconstruct.ts'

type Some<T> = { readonly [K in keyof T]?: T[K] | undefined }

function container(
  service: string,
  config: Some<ContainerInspect['Config']> = {},
  rest: Some<Omit<ContainerInspect, 'Config'>> & { readonly number?: number } = {},
): ContainerInspect {
  const { number = 1, ...others } = rest
  const id = `${service}${number}`.padEnd(64, '0')
  const { Labels: labels, ...plain } = config
  // Safe: what the test leaves out of these is not read.
  return {
    Id: id,
    Name: `/shop-${service}-${number}`,
    Image: 'sha256:app',
    Mounts: [],
    HostConfig: { NetworkMode: 'shop_default' },
    NetworkSettings: {
      Networks: { shop_default: { NetworkID: 'n', Aliases: [service] } },
    },
    ...others,
    Config: {
      Image: 'app:1',
      Hostname: id.slice(0, 12),
      ...plain,
      Labels: {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': service,
        'com.docker.compose.container-number': String(number),
        ...labels,
      },
    },
  } as ContainerInspect
}

const image: ImageInspect = {
  Id: 'sha256:app',
  Config: {
    Cmd: ['serve'],
    Entrypoint: ['/start'],
    Env: ['PATH=/bin', 'MODE=image'],
    User: 'app',
    WorkingDir: '/app',
    ExposedPorts: { '80/tcp': {} },
    Volumes: { '/cache': {} },
    Healthcheck: { Test: ['CMD', 'ok'] },
    Labels: { maker: 'us' },
  },
}
const ofImage = { ...image.Config, Labels: { maker: 'us' } }
const made = (kind: 'network' | 'volume', key: string) => ({
  'com.docker.compose.project': 'shop',
  [`com.docker.compose.${kind}`]: key,
})
const network = (key: string, more: Partial<NetworkInspect> = {}): NetworkInspect => ({
  Id: key,
  Name: `shop_${key}`,
  Driver: 'bridge',
  Labels: made('network', key),
  ...more,
})
const volume = (key: string, more: Partial<VolumeInspect> = {}): VolumeInspect => ({
  Name: `shop_${key}`,
  Driver: 'local',
  Labels: made('volume', key),
  Mountpoint: '/',
  Scope: 'local',
  ...more,
})
const mount = (type: string, source: string, target: string, isWritable = true) => ({
  Type: type,
  ...(type === 'volume' && { Name: source }),
  Source: source,
  Destination: target,
  RW: isWritable,
})

const remains = (containers: readonly ContainerInspect[], more: Partial<Remains> = {}): Remains => ({
  project: 'shop',
  containers,
  images: new Map([[image.Id, image]]),
  networks: [network('default')],
  volumes: [],
  now: 0,
  ...more,
})

const cases: { readonly title: string; readonly remains: Remains }[] = [
  { title: 'leaves out what the image says', remains: remains([container('web', ofImage)]) },
  {
    title: 'writes what differs from the image',
    remains: remains([
      container('web', {
        ...ofImage,
        Cmd: ['sh', '-c', 'echo $HOME'],
        Env: ['PATH=/bin', 'MODE=own', 'ANSWER=yes', 'AT=1:30', 'PRICE=$5', 'EMPTY='],
        User: '1000',
        WorkingDir: '/srv',
        Hostname: 'front',
        StopTimeout: 30,
        Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 90e9, Timeout: 500e6, Retries: 3 },
        Labels: { maker: 'us', tier: 'web' },
      }),
    ]),
  },
  {
    title: 'keeps that an entrypoint was emptied and a check switched off',
    remains: remains([
      container('web', { ...ofImage, Entrypoint: null, Cmd: ['run'], Healthcheck: { Test: ['NONE'] } }),
    ]),
  },
  {
    title: 'counts replicas, keeps dependencies, and leaves out one-off containers',
    remains: remains([
      container(
        'web',
        {
          ...ofImage,
          Labels: { 'com.docker.compose.depends_on': 'db:service_healthy:true,old:service_started:false' },
        },
        { number: 2 },
      ),
      container('web', {
        ...ofImage,
        Labels: { 'com.docker.compose.depends_on': 'db:service_healthy:true,old:service_started:false' },
      }),
      container('db', ofImage, { Name: '/database' }),
      container('web', { ...ofImage, Labels: { 'com.docker.compose.oneoff': 'True' } }, { number: 9 }),
    ]),
  },
  {
    title: 'publishes and exposes ports as they were asked for',
    remains: remains([
      container(
        'web',
        { ...ofImage, ExposedPorts: { '80/tcp': {}, '90/tcp': {}, '53/udp': {} } },
        {
          HostConfig: {
            NetworkMode: 'shop_default',
            PortBindings: {
              '80/tcp': [
                { HostIp: '', HostPort: '8080' },
                { HostIp: '::1', HostPort: '8081' },
              ],
              '53/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
            },
          },
        },
      ),
    ]),
  },
  {
    title: 'tells named, foreign, anonymous and bound volumes apart',
    remains: remains(
      [
        container('web', ofImage, {
          HostConfig: {
            NetworkMode: 'shop_default',
            Tmpfs: { '/run': 'size=1m' },
            Mounts: [
              { Type: 'bind', Source: '/etc/app', Target: '/etc/app', ReadOnly: true },
              { Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 1024 } },
            ],
          },
          Mounts: [
            mount('volume', 'shop_data', '/data'),
            mount('volume', 'others', '/others', false),
            mount('volume', 'a'.repeat(64), '/cache'),
            mount('volume', 'b'.repeat(64), '/extra'),
            mount('bind', '/srv/html', '/html', false),
            mount('bind', '/etc/app', '/etc/app', false),
          ],
        }),
      ],
      { volumes: [volume('data', { Options: { type: 'nfs' } })] },
    ),
  },
  {
    title: 'names networks with aliases and fixed addresses, and shares namespaces by service',
    remains: remains(
      [
        container('web', ofImage, {
          NetworkSettings: {
            Networks: {
              shop_back: { NetworkID: 'b', Aliases: ['web', 'api'], IPAMConfig: { IPv4Address: '10.9.0.5' } },
              shop_default: { NetworkID: 'n', Aliases: ['web'] },
              proxy: { NetworkID: 'p' },
            },
          },
        }),
        container('side', ofImage, {
          HostConfig: { NetworkMode: `container:${'web1'.padEnd(64, '0')}`, PidMode: 'host' },
          NetworkSettings: { Networks: {} },
        }),
      ],
      {
        networks: [
          network('default'),
          network('back', { Internal: true, IPAM: { Config: [{ Subnet: '10.9.0.0/24' }] } }),
        ],
      },
    ),
  },
  {
    title: 'keeps what a container may do and use',
    remains: remains([
      container('web', ofImage, {
        HostConfig: {
          NetworkMode: 'host',
          RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
          Init: true,
          ReadonlyRootfs: true,
          Privileged: true,
          CapAdd: ['NET_ADMIN'],
          CapDrop: ['ALL'],
          Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/b', CgroupPermissions: 'rwm' }],
          DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
          Dns: ['1.1.1.1'],
          ExtraHosts: ['db:10.0.0.1'],
          Ulimits: [{ Name: 'nofile', Soft: 10, Hard: 20 }],
          NanoCpus: 500_000_000,
          Memory: 1024 ** 3,
          MemorySwap: 2 * 1024 ** 3,
          ShmSize: 64 * 2 ** 20,
          LogConfig: { Type: 'local', Config: { 'max-size': '1m' } },
        },
        NetworkSettings: { Networks: { host: { NetworkID: 'h' } } },
      }),
    ]),
  },
  {
    title: 'writes everything where the image is gone',
    remains: remains([container('web', { ...ofImage, Image: 'shop-web' })], { images: new Map() }),
  },
]

const load = (text: string) =>
  loadProject({
    files: ['/shop/compose.yaml'],
    sources: new Map([['/shop/compose.yaml', text]]),
    workingDir: '/shop',
    environment: {},
    envFiles: [],
  })

describe('reconstruct', () => {
  it.each(cases)('$title', async ({ title, remains }) => {
    const text = reconstruct(remains) ?? ''
    await expect(text).toMatchFileSnapshot(`goldens/${title.replaceAll(/[ ,]+/g, '-')}.yaml`)
    const { project, diagnostics } = load(text)
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(project?.name).toBe('shop')
  })

  it('has values come back as they were, whatever they look like', () => {
    const values = [
      'yes',
      'NO',
      '1:30',
      '0x1f',
      '010',
      '1e3',
      'null',
      '~',
      '$A ${B} $$',
      ' a ',
      'a: b # c',
      '- x',
      'two\nlines\n',
      '"',
      "'",
      '\t',
      '<<',
      '=',
      '2001-01-01',
      'é☃',
      '{{x}}',
      '*a',
      '&a',
      '!a',
      '%a',
      '@a',
    ]
    const pairs = values.map((value, index) => [`V${index}`, value] as const)
    const text = reconstruct(remains([container('web', { Env: pairs.map((pair) => pair.join('=')) })])) ?? ''
    const { project, diagnostics } = load(text)
    expect(diagnostics).toEqual([])
    expect(project?.services.web?.environment).toEqual(Object.fromEntries(pairs))
  })

  it('has nothing to say without a service', () => {
    expect(reconstruct(remains([]))).toBeUndefined()
  })
})
