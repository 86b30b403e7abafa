import type { Attempt } from './attempt.ts'
import { attemptsInFiles } from './attempts-in-files.ts'

type Row = readonly [what: string, attributes: string | readonly string[], seen: string, more?: string]

/** Attributes of a service in flow style, and what stands beside the services. */
const file = (attributes: string | readonly string[], more = '') =>
  [
    'services:',
    '  web:',
    '    image: busybox',
    '    mem_limit: 64m',
    ...[attributes].flat().map((line) => `    ${line}`),
    more,
    '',
  ].join('\n')

const attempts = (rows: readonly Row[]): Attempt[] =>
  rows.map(([what, attributes, seen, more]) => ({
    what,
    seen,
    files: { 'compose.yaml': file(attributes, more) },
  }))

const bind = (source: string) => `volumes: [{type: bind, source: "${source}", target: /x}]`
const short = (source: string) => `volumes: ["${source}:/x"]`
const volume = (options: string, more = '') =>
  `volumes: {data: {driver_opts: ${options}${more === '' ? '' : `, ${more}`}}}`
const withData = 'volumes: ["data:/data"]'

const withoutImage = (attempt: Attempt): Attempt => ({
  ...attempt,
  files: Object.fromEntries(
    Object.entries(attempt.files).map(([name, text]) => [name, text.replace(/ +image: busybox\n/, '')]),
  ),
})

const sockets = attempts([
  ['the socket', short('/var/run/docker.sock'), 'protectedPaths'],
  ['the socket in long form', bind('/var/run/docker.sock'), 'protectedPaths'],
  ['the socket to read', 'volumes: ["/var/run/docker.sock:/x:ro"]', 'protectedPaths'],
  ['the socket where it is too', short('/run/docker.sock'), 'protectedPaths'],
  ['the socket by dots', bind('/srv/data/grace-developer/../../../run/docker.sock'), 'protectedPaths'],
  ['the socket by slashes', bind('//run///docker.sock'), 'protectedPaths'],
  ['the socket by a dot', bind('/./run/./docker.sock'), 'protectedPaths'],
  ['the socket with a slash at its end', bind('/run/docker.sock/'), 'protectedPaths'],
  ['the socket by a process', bind('/proc/self/root/run/docker.sock'), 'protectedPaths'],
  ['the socket by the first process', bind('/proc/1/root/run/docker.sock'), 'protectedPaths'],
  ['the socket by the working folder of a process', bind('/proc/self/cwd'), 'protectedPaths'],
  ['the socket by a thread', bind('/proc/thread-self/root'), 'protectedPaths'],
  ['the socket out of the project', bind('../../../../../../../../../run/docker.sock'), 'protectedPaths'],
  ['the folder of the socket', short('/run'), 'protectedPaths'],
  ['the folder of the socket with dots', short('/run/lock/..'), 'protectedPaths'],
  ['everything', short('/'), 'protectedPaths'],
  ['everything to read', 'volumes: ["/:/host:ro"]', 'protectedPaths'],
  ['everything by dots', short('/srv/../'), 'protectedPaths'],
  ['everything by a process', short('/proc/self/root'), 'protectedPaths'],
  ['the socket as Docker offers it', 'use_api_socket: true', 'protectedPaths'],
  ['the socket of containerd', short('/run/containerd/containerd.sock'), 'protectedPaths'],
  ['the data of the Engine', short('/var/lib/docker'), 'protectedPaths'],
  ['a volume on the disk', short('/var/lib/docker/volumes/other_data/_data'), 'protectedPaths'],
  ['the folder of that', short('/var/lib'), 'protectedPaths'],
  ['the socket by a variable', short(`\${SOCKET:-/run/docker.sock}`), 'protectedPaths'],
  ['half of it by a variable', short(`/run/\${NAME:-docker}.sock`), 'protectedPaths'],
])

const folders = attempts([
  ['another folder', short('/opt/other'), 'binds'],
  ['another folder in long form', bind('/opt/other'), 'binds'],
  ['the folder of somebody else', short('/srv/data/mallory'), 'binds'],
  ['one whose name begins alike', short('/srv/data/grace-developer2'), 'binds'],
  ['the folder above', short('/srv/data'), 'binds'],
  ['out of the own folder', short('/srv/data/grace-developer/../mallory'), 'binds'],
  ['out of the own folder in long form', bind('/srv/data/grace-developer/./../mallory'), 'binds'],
  ['a folder out of the project', short('../../../../opt/other'), 'binds'],
  ['the folder of another project', short('../blog'), 'protectedPaths'],
  ['a file of another project', short('../blog/compose.yaml'), 'protectedPaths'],
  ['the folder of all projects', short('..'), 'protectedPaths'],
  ['the data of the server', short('../..'), 'protectedPaths'],
  ['the database of the server', short('../../berth.db'), 'protectedPaths'],
  ['the key of the server', bind('../../berth.key'), 'protectedPaths'],
  ['passwords', short('/etc/shadow'), 'protectedPaths'],
  ['the kernel', short('/sys'), 'protectedPaths'],
  ['devices as a folder', short('/dev'), 'protectedPaths'],
  ['processes', short('/proc'), 'protectedPaths'],
  ['how the host starts', short('/boot'), 'protectedPaths'],
  ['a link of the project to the socket', short('./link-to-socket'), 'protectedPaths'],
  ['a link of the project to everything', short('./link-to-root'), 'protectedPaths'],
  ['what is below such a link', bind('./link-to-root/etc/shadow'), 'protectedPaths'],
  ['a link to the data of the server', short('./link-to-data/berth.key'), 'protectedPaths'],
  ['a link to another folder', bind('./link-to-other'), 'binds'],
  ['a folder in a variable', short(`\${HOME_OF:-/opt}/other`), 'binds'],
  ['a folder in a default of a default', short(`\${A:-\${B:-/opt/other}}`), 'binds'],
  [
    'a folder that is made',
    'volumes: [{type: bind, source: /opt/x, target: /x, bind: {create_host_path: true}}]',
    'binds',
  ],
  [
    'mounts that the host sees',
    'volumes: [{type: bind, source: ./data, target: /x, bind: {propagation: rshared}}]',
    'sharedPropagation',
  ],
  ['mounts that the host sees, short', 'volumes: ["./data:/x:rshared"]', 'sharedPropagation'],
])

const volumes = attempts([
  ['a volume that is a folder', withData, 'binds', volume('{type: none, o: bind, device: /opt/other}')],
  ['the same recursively', withData, 'binds', volume('{type: none, o: rbind, device: /opt/other}')],
  ['the same with options', withData, 'binds', volume('{type: none, o: "rw,bind", device: /opt/other}')],
  ['the same by its type', withData, 'binds', volume('{type: bind, device: /opt/other}')],
  ['the same under another type', withData, 'binds', volume('{type: ext4, o: bind, device: /opt/other}')],
  ['the same under memory', withData, 'binds', volume('{type: tmpfs, o: bind, device: /opt/other}')],
  ['the same in capitals', withData, 'binds', volume('{TYPE: none, O: BIND, DEVICE: /opt/other}')],
  [
    'the same by a driver that is named',
    withData,
    'binds',
    volume('{type: none, o: bind, device: /opt/other}', 'driver: local'),
  ],
  [
    'a volume that is the socket',
    withData,
    'protectedPaths',
    volume('{type: none, o: bind, device: /run/docker.sock}'),
  ],
  ['a volume that is everything', withData, 'protectedPaths', volume('{type: none, o: bind, device: /}')],
  [
    'a volume by a process',
    withData,
    'protectedPaths',
    volume('{type: none, o: bind, device: /proc/self/root/etc}'),
  ],
  ['a volume by dots', withData, 'protectedPaths', volume('{type: none, o: bind, device: /srv/../run}')],
  [
    'a volume that is the data of the Engine',
    withData,
    'protectedPaths',
    volume('{type: none, o: bind, device: /var/lib/docker}'),
  ],
  ['a volume that is a disk', withData, 'volumeDrivers', volume('{type: ext4, device: /dev/sda1}')],
  [
    'layers of folders of the host',
    withData,
    'binds',
    volume('{type: overlay, device: overlay, o: "lowerdir=/etc,upperdir=/opt/u,workdir=/opt/w"}'),
  ],
  [
    'a network share',
    withData,
    'volumeDrivers',
    volume('{type: nfs, o: "addr=10.0.0.1", device: ":/exports"}'),
  ],
  ['processes as a volume', withData, 'volumeDrivers', volume('{type: proc, device: proc}')],
  ['a plugin', withData, 'volumeDrivers', 'volumes: {data: {driver: rexray}}'],
  [
    'a volume of another project',
    withData,
    'foreignVolumes',
    'volumes: {data: {external: true, name: blog_data}}',
  ],
  ['its name for an own volume', withData, 'foreignVolumes', 'volumes: {data: {name: blog_data}}'],
  ['a device in a variable', withData, 'binds', volume(`{type: none, o: bind, device: "\${D:-/opt/other}"}`)],
])

const rights = attempts([
  ['all rights', 'privileged: true', 'privileged'],
  ['all rights in a hook', 'post_start: [{command: ls, privileged: true}]', 'privileged'],
  ['the network of the host', 'network_mode: host', 'hostNamespaces'],
  [
    'the host as a network',
    'networks: [host]',
    'hostNamespaces',
    'networks: {host: {external: true, name: host}}',
  ],
  [
    'the same under another name',
    'networks: [n]',
    'hostNamespaces',
    'networks: {n: {external: true, name: host}}',
  ],
  ['the processes of the host', 'pid: host', 'hostNamespaces'],
  ['the memory of the host', 'ipc: host', 'hostNamespaces'],
  ['the name of the host', 'uts: host', 'hostNamespaces'],
  ['the users of the host', 'userns_mode: host', 'hostNamespaces'],
  ['the control groups of the host', 'cgroup: host', 'hostNamespaces'],
  ['the network of a stranger', 'network_mode: "container:stranger"', 'foreignContainers'],
  ['the processes of a stranger', 'pid: "container:stranger"', 'foreignContainers'],
  ['the memory of a stranger', 'ipc: "container:stranger"', 'foreignContainers'],
  ['the volumes of a stranger', 'volumes_from: ["container:stranger"]', 'foreignContainers'],
  ['the volumes of a stranger to read', 'volumes_from: ["container:stranger:ro"]', 'foreignContainers'],
  ['a link to a stranger', 'external_links: [stranger]', 'foreignContainers'],
  ['every capability', 'cap_add: [ALL]', 'capabilities'],
  ['the administration of the host', 'cap_add: [SYS_ADMIN]', 'capabilities'],
  ['the same with its prefix', 'cap_add: [CAP_SYS_ADMIN]', 'capabilities'],
  ['the same in small letters', 'cap_add: [sys_admin]', 'capabilities'],
  ['modules of the kernel', 'cap_add: [SYS_MODULE]', 'capabilities'],
  ['tracing others', 'cap_add: [SYS_PTRACE]', 'capabilities'],
  ['reading every file', 'cap_add: [DAC_READ_SEARCH]', 'capabilities'],
  ['the administration of the network', 'cap_add: [NET_ADMIN]', 'capabilities'],
  ['one among harmless ones', 'cap_add: [CHOWN, BPF]', 'capabilities'],
  ['no seccomp', 'security_opt: ["seccomp:unconfined"]', 'securityOptions'],
  ['no seccomp with an equals sign', 'security_opt: ["seccomp=unconfined"]', 'securityOptions'],
  ['no AppArmor', 'security_opt: ["apparmor=unconfined"]', 'securityOptions'],
  ['no labels', 'security_opt: ["label=disable"]', 'securityOptions'],
  ['paths of the kernel', 'security_opt: ["systempaths=unconfined"]', 'securityOptions'],
  ['new privileges', 'security_opt: ["no-new-privileges=false"]', 'securityOptions'],
  ['a disk', 'devices: [/dev/sda]', 'devices'],
  ['a disk under another name', 'devices: ["/dev/sda:/dev/x:rwm"]', 'devices'],
  ['the memory of the host as a device', 'devices: [/dev/mem]', 'devices'],
  ['all devices', 'device_cgroup_rules: ["a *:* rwm"]', 'deviceCgroupRules'],
  ['one kind of devices', 'device_cgroup_rules: ["b 8:* r"]', 'deviceCgroupRules'],
  ['graphics cards', 'gpus: all', 'gpus'],
  [
    'graphics cards by reservation',
    'deploy: {resources: {limits: {memory: 64m}, reservations: {devices: [{capabilities: [gpu], driver: nvidia}]}}}',
    'gpus',
  ],
  ['a kernel setting', 'sysctls: {kernel.shm_rmid_forced: 1}', 'hostSettings'],
  ['a kernel setting as a list', 'sysctls: ["net.ipv4.ip_forward=1"]', 'hostSettings'],
  ['another control group', 'cgroup_parent: /system.slice', 'hostSettings'],
  ['another runtime', 'runtime: kata', 'hostSettings'],
  ['a group of the host', 'group_add: [docker]', 'hostSettings'],
  ['a group by number', 'group_add: [0]', 'hostSettings'],
  ['never being ended', 'oom_kill_disable: true', 'hostSettings'],
  ['being ended last', 'oom_score_adj: -1000', 'hostSettings'],
  ['output to a driver', 'logging: {driver: syslog}', 'hostSettings'],
  ['words for the runtime', 'annotations: {run.oci.hooks: x}', 'hostSettings'],
])

const rest = attempts([
  ['the label of another project', 'labels: {com.docker.compose.project: blog}', 'falseLabels'],
  ['the same as a list', 'labels: ["com.docker.compose.project=blog"]', 'falseLabels'],
  ['the label of another service', 'labels: {com.docker.compose.service: db}', 'falseLabels'],
  ['a label that Compose does not have', 'labels: {com.docker.compose.owner: ada}', 'falseLabels'],
  ['a label in capitals', 'labels: {COM.DOCKER.COMPOSE.PROJECT: blog}', 'falseLabels'],
  [
    'the label on a volume',
    withData,
    'falseLabels',
    'volumes: {data: {labels: {com.docker.compose.project: blog}}}',
  ],
  [
    'the label on a network',
    'networks: [n]',
    'falseLabels',
    'networks: {n: {labels: {com.docker.compose.project: blog}}}',
  ],
  ['a low port', 'ports: ["80:80"]', 'ports'],
  ['a port before the range', 'ports: ["19999:80"]', 'ports'],
  ['a port after it', 'ports: ["30000:80"]', 'ports'],
  ['a range that begins before', 'ports: ["19999-20001:80-82"]', 'ports'],
  ['a port in long form', 'ports: [{target: 80, published: "8080"}]', 'ports'],
  ['a port on one address', 'ports: ["127.0.0.1:8080:80"]', 'ports'],
  ['a port in a variable', `ports: ["\${P:-8080}:80"]`, 'ports'],
  [
    'a secret that is a file of the host',
    'secrets: [s]',
    'protectedPaths',
    'secrets: {s: {file: /etc/shadow}}',
  ],
  ['a config that is a file of the host', 'configs: [c]', 'binds', 'configs: {c: {file: ../../berth.key}}'],
  ['variables out of a file of the host', 'env_file: /etc/passwd', 'COMPOSE_INVALID'],
])

const builds = attempts([
  ['a build on the network of the host', 'build: {context: ., network: host}', 'hostNamespaces'],
  [
    'a build without confinement',
    'build: {context: ., entitlements: [security.insecure]}',
    'buildEntitlements',
  ],
  [
    'a build that asks for the network',
    'build: {context: ., entitlements: [network.host]}',
    'buildEntitlements',
  ],
  ['a build with all rights', 'build: {context: ., privileged: true}', 'buildEntitlements'],
  ['a build of everything', 'build: {context: /}', 'protectedPaths'],
  ['a build of passwords', 'build: {context: /etc}', 'protectedPaths'],
  ['a build of another project', 'build: {context: ../blog}', 'protectedPaths'],
  ['the same beside its context', 'build: {context: ., additional_contexts: {x: /etc}}', 'protectedPaths'],
  ['a Dockerfile elsewhere', 'build: {context: ., dockerfile: /etc/Dockerfile}', 'protectedPaths'],
  ['an agent of keys', 'build: {context: ., ssh: ["default=/run/docker.sock"]}', 'protectedPaths'],
]).map(withoutImage)

/** Ways round a policy, by kind. */
export const bypassAttempts: Readonly<Record<string, readonly Attempt[]>> = {
  'sockets and data of the Engine': sockets,
  'folders of the host': folders,
  volumes,
  rights,
  'labels, ports and files': rest,
  builds,
  'several files': attemptsInFiles,
}
