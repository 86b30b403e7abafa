import type { BuildImage, ContainerBody, ExecRequest, HostConfig, VolumeBody } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import type { Action } from '../plan/action.ts'
import { withDigest } from '../plan/digest.ts'
import { noNeeds } from '../plan/needs/plan-needs.ts'
import type { Plan } from '../plan/plan.ts'
import type { Finding } from './finding.ts'
import { type Policy, strictPolicy, usualProtectedPaths } from './policy.ts'
import { hostPathsIn, reviewPlan } from './review.ts'

/** What a container, a volume or a build tries, and the rule that has to notice. */
type Attempt = readonly [what: string, attempt: Tried, rule: Finding['rule']]
type Tried =
  | { readonly host: HostConfig }
  | { readonly body: Partial<ContainerBody> }
  | { readonly volume: Partial<VolumeBody> }
  | { readonly build: Partial<BuildImage> }
  | { readonly image: string }
  | { readonly hook: ExecRequest }
  | { readonly destroys: string }

const rootHome = '/root'

const policy: Policy = {
  ...strictPolicy,
  binds: { allowed: ['/srv/shop'], others: 'denied' },
  devices: { allowed: ['/dev/ttyUSB0'], others: 'denied' },
  protectedPaths: [...usualProtectedPaths, '/home/ada/.docker/run/docker.sock', '/srv/shop/keys'],
  ports: { allowed: [{ first: 8000, last: 8999 }], others: 'denied' },
  images: { allowed: ['docker.io/library/*', 'registry.example.com/shop/*'], others: 'denied' },
  volumeDrivers: { allowed: ['nfs'], others: 'denied' },
  requiredLimits: { limits: ['memory', 'cpus', 'pids'], missing: 'denied' },
}

/** Where links lead that somebody left in an allowed folder. */
const links: Readonly<Record<string, string>> = {
  '/srv/shop/link-to-root': '/',
  '/srv/shop/link-to-socket': '/run/docker.sock',
  '/srv/shop/link-to-etc/passwd': '/etc/passwd',
  '/srv/shop/link-to-other': '/srv/other',
  '/srv/shop/link-to-key': '/srv/shop/keys/tls',
}

const limits: HostConfig = { Memory: 1e8, NanoCpus: 1e9, PidsLimit: 100 }
const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' }

const bodyOf = (body: Partial<ContainerBody> = {}): ContainerBody => ({
  Image: 'nginx',
  Labels: labels,
  ...body,
  HostConfig: { NetworkMode: 'shop_default', ...limits, ...body.HostConfig },
})

const about = { group: '', cause: '', after: [], service: 'web' }

function actionOf(tried: Tried): Action {
  if ('host' in tried) return createContainer({ HostConfig: tried.host })
  if ('body' in tried) return createContainer(tried.body)
  if ('image' in tried) return createContainer({ Image: tried.image })
  if ('volume' in tried) {
    const body = { Name: 'shop_data', Labels: {}, ...tried.volume }
    return { ...about, kind: 'create-volume', id: 'create-volume:data', body }
  }
  if ('build' in tried) {
    const build = { context: '/srv/shop/web', tags: ['shop-web'], ...tried.build }
    return { ...about, kind: 'build-image', id: 'build-image:web', image: 'shop-web', build }
  }
  if ('hook' in tried) {
    const container = { id: 'own0' }
    const hook = { event: 'post_start', index: 0, command: tried.hook } as const
    return { ...about, ...hook, kind: 'run-hook', id: 'run-hook:web:1', container, name: 'shop-web-1' }
  }
  return {
    ...about,
    kind: 'remove-volume',
    id: 'remove-volume:data',
    volume: 'shop_data',
    destroys: tried.destroys,
  }
}

const createContainer = (body: Partial<ContainerBody>): Action => ({
  ...about,
  kind: 'create-container',
  id: 'create-container:web:1',
  name: 'shop-web-1',
  body: bodyOf(body),
  inherits: {},
})

const planOf = (...actions: Action[]): Plan =>
  withDigest(
    {
      project: 'shop',
      kind: 'up',
      actions,
      rollbacks: [],
      services: [],
      objects: [],
      needs: noNeeds,
      notices: [],
      problems: [],
    },
    { containers: [], images: {} },
  )

/** As a caller does it: every path that the plan names, followed. */
const followed = (plan: Plan) =>
  new Map(hostPathsIn(plan).map((path) => [path, links[path.replace(/\/+$/, '')] ?? path]))

const review = (tried: Tried, by: Policy = policy) => {
  const plan = planOf(actionOf(tried))
  return reviewPlan(plan, by, { realPaths: followed(plan), containers: ['own0', 'shop-web-1'] })
}

const bind = (...Binds: string[]): Tried => ({ host: { Binds } })
const mount = (Source: string, Type = 'bind'): Tried => ({
  host: { Mounts: [{ Type, Source, Target: '/mnt' }] },
})
const volume = (DriverOpts: Record<string, string>): Tried => ({ volume: { DriverOpts } })
const port = (HostPort: string, HostIp = ''): Tried => ({
  host: { PortBindings: { '80/tcp': [{ HostIp, HostPort }] } },
})

const attempts: readonly Attempt[] = [
  ['privileged', { host: { Privileged: true } }, 'privileged'],

  ['the network of the host', { host: { NetworkMode: 'host' } }, 'hostNamespaces'],
  ['the same in capitals', { host: { NetworkMode: 'HOST' } }, 'hostNamespaces'],
  ['the same with spaces', { host: { NetworkMode: ' host ' } }, 'hostNamespaces'],
  [
    'the same as an endpoint',
    { body: { NetworkingConfig: { EndpointsConfig: { host: {} } } } },
    'hostNamespaces',
  ],
  ['the processes of the host', { host: { PidMode: 'host' } }, 'hostNamespaces'],
  ['the memory of the host', { host: { IpcMode: 'host' } }, 'hostNamespaces'],
  ['the name of the host', { host: { UTSMode: 'host' } }, 'hostNamespaces'],
  ['the users of the host', { host: { UsernsMode: 'host' } }, 'hostNamespaces'],
  ['the control groups of the host', { host: { CgroupnsMode: 'host' } }, 'hostNamespaces'],

  ['the network of a foreign container', { host: { NetworkMode: 'container:other' } }, 'foreignContainers'],
  ['the same in capitals', { host: { NetworkMode: 'Container:other' } }, 'foreignContainers'],
  ['the processes of a foreign container', { host: { PidMode: 'container:other' } }, 'foreignContainers'],
  ['the memory of a foreign container', { host: { IpcMode: 'container:other' } }, 'foreignContainers'],
  ['a container whose name begins like ours', { host: { PidMode: 'container:own01' } }, 'foreignContainers'],
  ['a container without a name', { host: { PidMode: 'container:' } }, 'foreignContainers'],

  ['volumes of a foreign container', { host: { VolumesFrom: ['other'] } }, 'foreignContainers'],
  ['the same to read', { host: { VolumesFrom: ['other:ro'] } }, 'foreignContainers'],
  ['a link to a foreign container', { host: { Links: ['other:db'] } }, 'foreignContainers'],

  ['SYS_ADMIN', { host: { CapAdd: ['SYS_ADMIN'] } }, 'capabilities'],
  ['the same with its prefix', { host: { CapAdd: ['CAP_SYS_ADMIN'] } }, 'capabilities'],
  ['the same in small letters', { host: { CapAdd: ['cap_sys_admin'] } }, 'capabilities'],
  ['all capabilities', { host: { CapAdd: ['ALL'] } }, 'capabilities'],
  ['the same in small letters', { host: { CapAdd: ['all'] } }, 'capabilities'],
  ['tracing of processes', { host: { CapAdd: ['SYS_PTRACE'] } }, 'capabilities'],
  ['kernel modules', { host: { CapAdd: ['SYS_MODULE'] } }, 'capabilities'],
  ['reading past permissions', { host: { CapAdd: ['DAC_READ_SEARCH'] } }, 'capabilities'],
  ['changing the network', { host: { CapAdd: ['NET_ADMIN'] } }, 'capabilities'],
  ['one among harmless ones', { host: { CapAdd: ['CHOWN', 'KILL', 'BPF'] } }, 'capabilities'],
  ['a name with spaces', { host: { CapAdd: [' SYS_ADMIN '] } }, 'capabilities'],

  ['a disk', device('/dev/sda'), 'devices'],
  ['all devices', device('/dev'), 'devices'],
  ['memory', device('/dev/mem'), 'devices'],
  ['a device beside an allowed one', device('/dev/ttyUSB01'), 'devices'],
  ['dots out of an allowed one', device('/dev/ttyUSB0/../sda'), 'devices'],
  ['a device by its kind', device('vendor.com/gpu=all'), 'devices'],
  ['a rule for all devices', { host: { DeviceCgroupRules: ['a *:* rwm'] } }, 'deviceCgroupRules'],
  ['a rule for disks', { host: { DeviceCgroupRules: ['b 8:0 rw'] } }, 'deviceCgroupRules'],
  ['graphics cards', { host: { DeviceRequests: [{ Driver: 'nvidia', Count: -1 }] } }, 'gpus'],
  ['devices of any driver', { host: { DeviceRequests: [{ Capabilities: [['gpu']] }] } }, 'gpus'],

  ['no seccomp', { host: { SecurityOpt: ['seccomp=unconfined'] } }, 'securityOptions'],
  ['the same with a colon', { host: { SecurityOpt: ['seccomp:unconfined'] } }, 'securityOptions'],
  [
    'a profile of its own',
    { host: { SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] } },
    'securityOptions',
  ],
  ['no AppArmor', { host: { SecurityOpt: ['apparmor=unconfined'] } }, 'securityOptions'],
  ['no SELinux', { host: { SecurityOpt: ['label=disable'] } }, 'securityOptions'],
  ['another SELinux type', { host: { SecurityOpt: ['label:type:spc_t'] } }, 'securityOptions'],
  ['all of /proc', { host: { SecurityOpt: ['systempaths=unconfined'] } }, 'securityOptions'],
  ['new privileges after all', { host: { SecurityOpt: ['no-new-privileges=false'] } }, 'securityOptions'],
  ['the same with a colon', { host: { SecurityOpt: ['no-new-privileges:false'] } }, 'securityOptions'],

  ['paths that are hidden else', { host: { MaskedPaths: [] } }, 'securityOptions'],
  ['paths that are to read else', { host: { ReadonlyPaths: [] } }, 'securityOptions'],
  ['a hook with all privileges', { hook: { command: ['sh'], isPrivileged: true } }, 'privileged'],

  ['the socket of the Engine', bind('/var/run/docker.sock:/var/run/docker.sock'), 'protectedPaths'],
  ['the same to read', bind('/var/run/docker.sock:/s:ro'), 'protectedPaths'],
  ['the same where it really is', bind('/run/docker.sock:/s'), 'protectedPaths'],
  ['the same with dots', bind('/srv/shop/../../var/run/docker.sock:/s'), 'protectedPaths'],
  ['the same with slashes', bind('//var//run///docker.sock:/s'), 'protectedPaths'],
  ['the same with a dot', bind('/var/./run/docker.sock:/s'), 'protectedPaths'],
  ['the folder of the socket', bind('/var/run:/s'), 'protectedPaths'],
  ['the same with a slash', bind('/run/:/s'), 'protectedPaths'],
  ['the folder above', bind('/var:/s'), 'protectedPaths'],
  ['everything', bind('/:/host'), 'protectedPaths'],
  ['everything, with dots', bind('/srv/shop/../..:/host'), 'protectedPaths'],
  ['everything, with a dot', bind('/.:/host'), 'protectedPaths'],
  ['everything, to read', bind('/:/host:ro,rslave'), 'protectedPaths'],
  ['the socket as a mount', mount('/var/run/docker.sock'), 'protectedPaths'],
  ['the same with a type in capitals', mount('/var/run/docker.sock', 'BIND'), 'protectedPaths'],
  ['the same as a volume', mount('/var/run/docker.sock', 'volume'), 'protectedPaths'],
  ['the same as a pipe', mount('/var/run/docker.sock', 'npipe'), 'protectedPaths'],
  ['a mount of a cluster', mount('/var/run/docker.sock', 'cluster'), 'protectedPaths'],
  ['a mount without a source', { host: { Mounts: [{ Type: 'bind', Target: '/mnt' }] } }, 'protectedPaths'],
  ['a socket elsewhere', mount('/home/ada/.docker/run/docker.sock'), 'protectedPaths'],
  ['the home of that socket', mount('/home/ada'), 'protectedPaths'],
  ['a link to everything', mount('/srv/shop/link-to-root'), 'protectedPaths'],
  ['a link to the socket', bind('/srv/shop/link-to-socket:/s'), 'protectedPaths'],
  ['a file below a link', bind('/srv/shop/link-to-etc/passwd:/p'), 'protectedPaths'],
  ['passwords', bind('/etc/shadow:/s:ro'), 'protectedPaths'],
  ['the data of the Engine', mount('/var/lib/docker/volumes/other_data/_data'), 'protectedPaths'],
  ['the data of containerd', mount('/var/lib/containerd'), 'protectedPaths'],
  ['the folder of both', mount('/var/lib'), 'protectedPaths'],
  ['the kernel', mount('/sys/kernel'), 'protectedPaths'],
  ['processes', mount('/proc'), 'protectedPaths'],
  ['devices as a folder', mount('/dev'), 'protectedPaths'],
  ['keys of root', mount(`${rootHome}/.ssh`), 'protectedPaths'],
  ['how the host starts', mount('/boot'), 'protectedPaths'],
  ['programs of the host', mount('/usr/local/bin'), 'protectedPaths'],
  ['a protected folder in an allowed one', mount('/srv/shop/keys'), 'protectedPaths'],
  ['the allowed folder with the protected in it', mount('/srv/shop'), 'protectedPaths'],
  ['a link to it', mount('/srv/shop/link-to-key'), 'protectedPaths'],

  ['another folder', bind('/srv/other:/o'), 'binds'],
  ['a folder whose name begins alike', bind('/srv/shop2:/o'), 'binds'],
  ['dots out of an allowed folder', bind('/srv/shop/../other:/o'), 'binds'],
  ['a link out of an allowed folder', bind('/srv/shop/link-to-other:/o'), 'binds'],
  ['a relative path', bind('./data:/o'), 'binds'],
  ['a path that leads up', bind('../data:/o'), 'binds'],
  ['a home', bind('~/data:/o'), 'binds'],
  ['a path in the place of a name', bind('data/../../x:/o'), 'binds'],
  ['another folder as a mount', mount('/opt/other'), 'binds'],
  ['another folder as a volume', mount('/opt/other', 'volume'), 'binds'],
  ['mounts of the container on the host', bind('/srv/shop/data:/o:rshared'), 'sharedPropagation'],
  ['the same beside others', bind('/srv/shop/data:/o:ro,shared'), 'sharedPropagation'],
  [
    'the same as a mount',
    {
      host: {
        Mounts: [
          { Type: 'bind', Source: '/srv/shop/data', Target: '/o', BindOptions: { Propagation: 'rshared' } },
        ],
      },
    },
    'sharedPropagation',
  ],

  ['a volume that is a folder', volume({ type: 'none', o: 'bind', device: '/srv/other' }), 'binds'],
  ['the same with options', volume({ type: 'none', o: 'rw,bind,noexec', device: '/srv/other' }), 'binds'],
  ['the same recursively', volume({ type: 'none', o: 'rbind', device: '/srv/other' }), 'binds'],
  ['the same in capitals', volume({ TYPE: 'none', O: 'BIND', DEVICE: '/srv/other' }), 'binds'],
  ['the same by its type', volume({ type: 'bind', device: '/srv/other' }), 'binds'],
  ['the same under another type', volume({ type: 'ext4', o: 'bind', device: '/srv/other' }), 'binds'],
  ['the same under a memory type', volume({ type: 'tmpfs', o: 'bind', device: '/srv/other' }), 'binds'],
  ['a volume that is everything', volume({ type: 'none', o: 'bind', device: '/' }), 'protectedPaths'],
  ['the same without a device', volume({ type: 'none', o: 'bind' }), 'protectedPaths'],
  [
    'a volume that is the socket',
    volume({ type: 'none', o: 'bind', device: '/run/docker.sock' }),
    'protectedPaths',
  ],
  [
    'the same by a link',
    volume({ type: 'none', o: 'bind', device: '/srv/shop/link-to-socket' }),
    'protectedPaths',
  ],
  ['a volume that is a disk', volume({ type: 'ext4', device: '/dev/sda1' }), 'protectedPaths'],
  [
    'layers of folders of the host',
    volume({
      type: 'overlay',
      device: 'overlay',
      o: 'lowerdir=/etc,upperdir=/srv/shop/u,workdir=/srv/shop/w',
    }),
    'protectedPaths',
  ],
  [
    'one layer among others',
    volume({ type: 'overlay', device: 'overlay', o: 'lowerdir=/srv/shop/a:/root' }),
    'protectedPaths',
  ],
  ['a network share', volume({ type: 'cifs', device: '//server/share' }), 'volumeDrivers'],
  ['processes as a volume', volume({ type: 'proc', device: 'proc' }), 'volumeDrivers'],
  ['a device of no type', volume({ device: '/srv/shop/disk.img' }), 'volumeDrivers'],
  ['a plugin', { volume: { Driver: 'rexray' } }, 'volumeDrivers'],
  [
    'shared mounts of a volume',
    volume({ type: 'none', o: 'bind,shared', device: '/srv/shop/data' }),
    'sharedPropagation',
  ],

  ['a low port', port('80'), 'ports'],
  ['a port before the range', port('7999'), 'ports'],
  ['a port after it', port('9000'), 'ports'],
  ['a range that begins before', port('7990-8010'), 'ports'],
  ['a range that ends after', port('8990-9010'), 'ports'],
  ['a range turned round', port('8010-8000'), 'ports'],
  ['a port on one address', port('22', '127.0.0.1'), 'ports'],
  ['no number', port('ssh'), 'ports'],
  ['a port with a zero before', port('0022'), 'ports'],

  ['another registry', { image: 'evil.example.com/shop/web' }, 'images'],
  ['a registry that begins alike', { image: 'registry.example.com.evil.com/shop/web' }, 'images'],
  ['another folder of the registry', { image: 'registry.example.com/other/web' }, 'images'],
  ['another folder of Docker Hub', { image: 'mallory/nginx' }, 'images'],
  ['the same in full', { image: 'docker.io/mallory/nginx' }, 'images'],
  ['a registry on a port', { image: 'localhost:5000/library/nginx' }, 'images'],
  ['an image by its id', { image: `sha256:${'0'.repeat(64)}/x` }, 'images'],

  ['no limit of memory', { host: { Memory: 0 } }, 'requiredLimits'],
  ['no limit of processors', { host: { NanoCpus: 0 } }, 'requiredLimits'],
  ['no limit of processes', { host: { PidsLimit: -1 } }, 'requiredLimits'],

  ['the project of somebody else', label('com.docker.compose.project', 'other'), 'falseLabels'],
  ['the service of somebody else', label('com.docker.compose.service', 'db'), 'falseLabels'],
  ['a label that Compose does not have', label('com.docker.compose.owner', 'root'), 'falseLabels'],
  ['a label in capitals', label('COM.DOCKER.COMPOSE.PROJECT', 'other'), 'falseLabels'],
  [
    'a volume of another project',
    { volume: { Labels: { 'com.docker.compose.project': 'other' } } },
    'falseLabels',
  ],

  ['a kernel setting', { host: { Sysctls: { 'kernel.shm_rmid_forced': '1' } } }, 'hostSettings'],
  ['another control group', { host: { CgroupParent: '/' } }, 'hostSettings'],
  ['another runtime', { host: { Runtime: 'io.containerd.run.kata.v2' } }, 'hostSettings'],
  ['a group of the host', { host: { GroupAdd: ['docker'] } }, 'hostSettings'],
  ['the same by number', { host: { GroupAdd: ['0'] } }, 'hostSettings'],
  ['never being ended', { host: { OomKillDisable: true } }, 'hostSettings'],
  ['being ended last', { host: { OomScoreAdj: -1000 } }, 'hostSettings'],
  ['time before everything', { host: { CpuRealtimeRuntime: 950000 } }, 'hostSettings'],
  ['output to a driver', { host: { LogConfig: { Type: 'syslog' } } }, 'hostSettings'],
  [
    'words for the runtime',
    { host: { Annotations: { 'run.oci.keep_original_groups': '1' } } },
    'hostSettings',
  ],
  // Safe: what a later version might send without a decision here.
  ['a field that nobody knows', { host: { NoSuchField: ['other'] } as HostConfig }, 'hostSettings'],
  ['a field called like what every object has', { host: { toString: 'x' } as HostConfig }, 'hostSettings'],
  // Safe: as above.
  [
    'a build with more than we know',
    { build: { noSuchField: true } as Partial<BuildImage> },
    'buildEntitlements',
  ],

  ['a build on the network of the host', { build: { network: 'host' } }, 'hostNamespaces'],
  ['a build without confinement', { build: { entitlements: ['security.insecure'] } }, 'buildEntitlements'],
  ['a build that asks for the network', { build: { entitlements: ['network.host'] } }, 'buildEntitlements'],
  ['a build of everything', { build: { context: '/' } }, 'protectedPaths'],
  ['a build of passwords', { build: { context: '/etc' } }, 'protectedPaths'],
  ['the same beside its context', { build: { contexts: { secrets: '/etc' } } }, 'protectedPaths'],
  ['a build of another folder', { build: { context: '/srv/other' } }, 'binds'],
  ['a Dockerfile elsewhere', { build: { dockerfile: '/srv/other/Dockerfile' } }, 'binds'],
  [
    'a secret that is a file',
    { build: { secrets: [{ id: 'a', file: `${rootHome}/.ssh/id_rsa` }] } },
    'protectedPaths',
  ],
  ['an agent of keys', { build: { ssh: [{ id: 'default', path: '/run/agent.sock' }] } }, 'protectedPaths'],
  [
    'a cache that is written elsewhere',
    { build: { cacheTo: [{ type: 'local', attributes: { dest: '/srv/other' } }] } },
    'binds',
  ],
  [
    'a cache that is read elsewhere',
    { build: { cacheFrom: [{ type: 'local', attributes: { src: '/etc' } }] } },
    'protectedPaths',
  ],

  ['the loss of data', { destroys: 'volume shop_data' }, 'dataLoss'],
]

function device(PathOnHost: string): Tried {
  return { host: { Devices: [{ PathOnHost, PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] } }
}

function label(name: string, value: string): Tried {
  return { body: { Labels: { ...labels, [name]: value } } }
}

describe('a strict policy', () => {
  it('is tried in more than 120 ways', () => {
    expect(attempts.length).toBeGreaterThan(120)
  })

  it.each(attempts.map(([what, tried, rule], index) => ({ index, what, tried, rule })))(
    'notices $what ($index, $rule)',
    ({ tried, rule }) => {
      const { verdict, findings } = review(tried)
      expect(findings.map((finding) => finding.rule)).toContain(rule)
      expect(verdict).toBe(rule === 'dataLoss' ? 'needs-confirmation' : 'denied')
      for (const finding of findings) expect(finding.message).toMatch(/^\S.*\.$/)
    },
  )

  it.each<readonly [string, Tried]>([
    ['an allowed folder', bind('/srv/shop/data:/o')],
    ['the same with dots', bind('/srv/other/../shop/data:/o:ro')],
    ['a volume of the Engine', bind('data:/o')],
    ['a volume as a mount', mount('shop_data', 'volume')],
    ['memory', mount('', 'tmpfs')],
    ['a volume of memory', volume({ type: 'tmpfs', device: 'tmpfs', o: 'size=1m' })],
    ['a volume that is an allowed folder', volume({ type: 'none', o: 'bind', device: '/srv/shop/data' })],
    ['an allowed driver', volume({ type: 'nfs', o: 'addr=10.0.0.1', device: ':/exports' })],
    ['an allowed device', device('/dev/ttyUSB0')],
    ['usual capabilities', { host: { CapAdd: ['NET_BIND_SERVICE', 'cap_chown'] } }],
    ['fewer privileges', { host: { SecurityOpt: ['no-new-privileges:true'], CapDrop: ['ALL'] } }],
    ['its own containers', { host: { NetworkMode: 'container:own0', PidMode: 'container:shop-web-1' } }],
    ['its own volumes', { host: { VolumesFrom: ['service:db', 'shop-web-1'] } }],
    ['allowed ports', port('8000-8999')],
    ['a port that the Engine chooses', port('')],
    ['an allowed image with a tag', { image: 'registry.example.com/shop/web:1.2' }],
    ['the same by its digest', { image: `nginx@sha256:${'0'.repeat(64)}` }],
    ['an image in full', { image: 'index.docker.io/library/nginx:1' }],
    ['a build of an allowed folder', { build: {} }],
    ['a container that says it has no more rights', { host: { Privileged: false, OomKillDisable: false } }],
    ['being ended first', { host: { OomScoreAdj: 500 } }],
    ['no time before others', { host: { CpuRealtimePeriod: 0, CpuRealtimeRuntime: 0 } }],
    ['the usual control group', { host: { CgroupParent: '' } }],
    ['the usual runtimes', { host: { Runtime: 'runc' } }],
    ['output that the Engine keeps', { host: { LogConfig: { Type: 'json-file' } } }],
    // Safe: other programs send null for what is not said.
    ['fields that say nothing', { host: { Sysctls: null, Devices: undefined } as unknown as HostConfig }],
    ['a bind without a container path, which is a volume', bind('data')],
    ['a build without a network', { build: { network: 'none' } }],
    ['a secret of a build that is no file', { build: { secrets: [{ id: 'a', read: () => 'x' }] } }],
    ['keys of an agent that is the usual one', { build: { ssh: [{ id: 'default' }] } }],
    ['parts of a build that are not said', { build: { args: undefined } as unknown as Partial<BuildImage> }],
    ['a command without more rights', { hook: { command: ['true'] } }],
    ['a build of a repository', { build: { context: 'https://example.com/shop.git#main' } }],
  ])('lets %s pass', (_what, tried) => {
    expect(review(tried)).toEqual({ verdict: 'allowed', findings: [] })
  })

  it('does not trust a path that nobody has followed', () => {
    const plan = planOf(actionOf(bind('/srv/shop/data:/o')))
    const { findings } = reviewPlan(plan, policy, { realPaths: new Map() })
    expect(findings).toMatchObject([{ rule: 'binds', message: expect.stringContaining('not known') }])
  })

  it('lets an image pass that the project builds', () => {
    const build = actionOf({ build: { tags: ['mallory/web'] } })
    const made = { ...build, image: 'mallory/web' } as Action<'build-image'>
    const plan = planOf(made, actionOf({ image: 'mallory/web' }))
    expect(reviewPlan(plan, policy, { realPaths: followed(plan) }).verdict).toBe('allowed')
  })
})

const aboutNone = { group: '', cause: '', after: [] }

describe('a finding', () => {
  it('names the action, the field and the place in the files', () => {
    const plan = planOf(actionOf({ host: { Privileged: true } }))
    const origin = { file: '/project/compose.yaml', line: 4, column: 5 }
    const { findings } = reviewPlan(plan, policy, {
      realPaths: new Map(),
      originOf: (path) => (path.join('.') === 'services.web.privileged' ? origin : undefined),
    })
    expect(findings).toEqual([
      {
        rule: 'privileged',
        verdict: 'denied',
        action: 'create-container:web:1',
        service: 'web',
        field: 'HostConfig.Privileged',
        message: 'The container may do everything that the host may.',
        origin,
      },
    ])
  })

  it.each<readonly [string, Action, string]>([
    ['a volume that is made', actionOf({ volume: { Driver: 'rexray' } }), 'volumes.data.driver'],
    ['a volume that is removed', actionOf({ destroys: 'volume shop_data' }), 'volumes.data'],
    [
      'an image of no service',
      { ...aboutNone, kind: 'pull-image', id: 'pull-image:x', image: 'mallory/x' },
      'image',
    ],
    [
      'a network',
      {
        ...aboutNone,
        kind: 'create-network',
        id: 'create-network:front',
        body: { Name: 'shop_front', Labels: { 'com.docker.compose.project': 'other' } },
      },
      'networks.front.labels.com.docker.compose.project',
    ],
  ])('about %s is looked for where the files say that', (_what, action, place) => {
    const asked: string[] = []
    const plan = planOf(action)
    reviewPlan(plan, policy, {
      realPaths: new Map(),
      originOf: (path) => void asked.push(path.join('.')),
    })
    expect(asked).toContain(place)
  })

  it('asks where nothing is denied', () => {
    const asking = { ...policy, privileged: 'needs-confirmation' } as const
    expect(review({ host: { Privileged: true } }, asking).verdict).toBe('needs-confirmation')
  })

  it('holds no value of a variable', () => {
    const { findings } = review({ body: { Env: ['PASSWORD=canary'], HostConfig: { Privileged: true } } })
    expect(JSON.stringify(findings)).not.toContain('canary')
  })
})
