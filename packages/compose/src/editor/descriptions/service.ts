// Longer than a file should be: a table with one description for each attribute of a service.
import type { Descriptions } from './description.ts'

/** The attributes of a service. The first ones, down to `labels`, are those that most files use. */
export const service: Descriptions = {
  image: {
    words: 'The image the containers are made from. With `build`, the name that the built image gets.',
    example: 'nginx:1.29-alpine',
  },
  build: {
    words: 'How the image is built from sources: a folder, or a mapping with the details.',
    example: './web',
  },
  ports: {
    words: 'Ports of the container that can be reached through the host, as `host:container`.',
    example: '["8080:80"]',
  },
  volumes: {
    words:
      'Folders of the host, named volumes and memory that appear inside the container, as `source:target`.',
    example: '["data:/var/lib/data"]',
  },
  environment: {
    words:
      'Variables that are set in the container. A name without a value takes the value of the shell or `.env`.',
    example: '{LOG_LEVEL: info}',
  },
  env_file: {
    words: 'Files with variables for the container. What `environment` says wins over them.',
    example: './web.env',
  },
  depends_on: {
    words:
      'Services that are started before this one and stopped after it, each under a condition if wanted.',
    example: '[db]',
  },
  networks: {
    words: 'The networks the containers join. Services on the same network reach each other by their names.',
    fallback: 'default',
    example: '[front, back]',
  },
  restart: {
    words: 'What the Engine does when the container ends or the host restarts.',
    fallback: 'no',
    values: ['unless-stopped', 'always', 'on-failure', 'no'],
    example: 'unless-stopped',
  },
  command: {
    words: 'Replaces the command that the image starts. No shell reads it.',
    fallback: 'the CMD of the image',
    example: '["node", "server.js"]',
  },
  healthcheck: {
    words: 'A command that the Engine runs again and again inside the container to see whether it works.',
    fallback: 'the HEALTHCHECK of the image',
  },
  container_name: {
    words: 'A fixed name for the container. A service with one cannot be scaled.',
    fallback: 'project-service-number',
    example: 'my-web',
  },
  labels: {
    words: 'Notes on the container that tools can read, such as routes of a proxy.',
    example: '{com.example.team: shop}',
  },
  profiles: {
    words: 'The service is only started when one of these profiles is active. Without any it always is.',
    example: '[debug]',
  },
  deploy: { words: 'How many containers run, where, and what they may use.' },
  develop: { words: 'What happens in the running service while its sources change (`watch`).' },
  secrets: {
    words: 'Secrets that appear as files in the container, below `/run/secrets` unless a target is given.',
    example: '[db_password]',
  },
  configs: {
    words: 'Configs that appear as files in the container, at `/` and their name unless a target is given.',
    example: '[nginx_conf]',
  },
  entrypoint: {
    words:
      'Replaces the program that the image starts; the command of the image is then dropped. No shell reads it.',
    fallback: 'the ENTRYPOINT of the image',
    example: '["/docker-entrypoint.sh"]',
  },
  working_dir: {
    words: 'The folder in the container in which the command starts.',
    fallback: 'the WORKDIR of the image',
    example: '/app',
  },
  user: {
    words: 'The user, and after a colon the group, that the command runs as: names or numbers.',
    fallback: 'the USER of the image',
    example: '"1000:1000"',
  },
  extends: {
    words: 'Takes the attributes of another service, of this file or of another one, as a base for this one.',
    example: '{file: base.yaml, service: web}',
  },
  expose: {
    words: 'Ports that other containers may reach, without opening them on the host.',
    example: '["3000"]',
  },
  extra_hosts: {
    words: 'Names and addresses that are added to `/etc/hosts` of the container.',
    example: '["host.docker.internal:host-gateway"]',
  },
  hostname: { words: 'The host name that the container sees as its own.', example: 'web' },
  domainname: { words: 'The domain name that the container sees as its own.', example: 'example.org' },
  network_mode: {
    words: 'Uses the network of the host, of another service or container, or none, in place of `networks`.',
    values: ['host', 'none', 'bridge'],
    example: 'host',
  },
  pull_policy: {
    words: 'When the image is fetched from its registry or built.',
    fallback: 'missing',
    values: ['missing', 'always', 'never', 'build', 'daily', 'weekly'],
    example: 'always',
  },
  pull_refresh_after: {
    words: 'How old an image may become before it is fetched again, with the pull policy `refresh`.',
    example: '24h',
    section: 'pull_policy',
  },
  platform: {
    words: 'The system and processor that the image is for.',
    fallback: 'that of the Engine',
    example: 'linux/amd64',
  },
  logging: { words: 'Where the output of the containers goes, and how much of it is kept.' },
  init: {
    words: 'Starts a small init process that passes signals on and clears away ended child processes.',
    fallback: 'false',
  },
  tty: { words: 'Gives the container a terminal.', fallback: 'false' },
  stdin_open: { words: 'Keeps the input of the container open.', fallback: 'false' },
  privileged: {
    words: 'Gives the container all rights on the host, with all its devices. Avoid it where you can.',
    fallback: 'false',
  },
  read_only: { words: 'The file system of the container cannot be written.', fallback: 'false' },
  scale: { words: 'How many containers run.', fallback: '1', example: '3' },
  stop_grace_period: {
    words: 'How long a container may take to stop before it is killed.',
    fallback: '10s',
    example: '1m30s',
  },
  stop_signal: {
    words: 'The signal that asks the container to stop.',
    fallback: 'SIGTERM',
    values: ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGKILL'],
    example: 'SIGINT',
  },
  tmpfs: { words: 'Folders of the container that live in memory only.', example: '/run' },
  cap_add: { words: 'Kernel capabilities that the container gets in addition.', example: '[NET_ADMIN]' },
  cap_drop: { words: 'Kernel capabilities that are taken from the container.', example: '[ALL]' },
  security_opt: {
    words: 'Security settings of the container: AppArmor, seccomp, SELinux labels, new privileges.',
    example: '["no-new-privileges:true"]',
  },
  sysctls: {
    words: 'Kernel parameters that are set for the container.',
    example: '{net.core.somaxconn: 1024}',
  },
  ulimits: {
    words: 'Limits of the processes: one number for both, or a soft and a hard limit.',
    example: '{nofile: 65535}',
  },
  devices: {
    words: 'Devices of the host that the container may use, by path or by CDI name.',
    example: '["/dev/ttyUSB0:/dev/ttyUSB0"]',
  },
  device_cgroup_rules: {
    words: 'Rules that let the container use kinds of devices, as the kernel writes them.',
    example: '["c 1:3 mr"]',
  },
  gpus: { words: 'The GPUs that the container gets: `all`, or a list of what is wanted.', values: ['all'] },
  dns: { words: 'The name servers that the container asks.', example: '8.8.8.8' },
  dns_opt: { words: 'Options for the name resolution of the container.', example: '[use-vc]' },
  dns_search: {
    words: 'Domains that are tried for names without a dot.',
    example: 'example.org',
  },
  cpus: { words: 'How much processor time the containers may use, in processors.', example: '"0.5"' },
  cpuset: { words: 'The processors on which the container may run.', example: '0-3' },
  cpu_count: { words: 'How many processors the container may use, on Windows.', example: '2' },
  cpu_percent: {
    words: 'The share of the processors that the container may use, on Windows.',
    example: '50',
  },
  cpu_period: { words: 'The period of the CFS scheduler over which `cpu_quota` counts.', example: '100000' },
  cpu_quota: { words: 'The processor time the container may use in each `cpu_period`.', example: '50000' },
  cpu_rt_period: {
    words: 'The period over which `cpu_rt_runtime` counts, in microseconds or as a duration.',
    example: '1400us',
  },
  cpu_rt_runtime: {
    words: 'The realtime processor time the container may use in each `cpu_rt_period`.',
    example: '400us',
  },
  cpu_shares: {
    words: 'The weight of the container where processors are scarce, against that of others.',
    fallback: '1024',
    example: '512',
  },
  mem_limit: { words: 'The most memory the container may use; beyond it is killed.', example: '512m' },
  mem_reservation: {
    words: 'The memory the container is pushed back to when the host runs short.',
    example: '256m',
  },
  mem_swappiness: {
    words: 'How readily memory of the container is swapped, from 0 to 100.',
    example: '10',
  },
  memswap_limit: {
    words: 'Memory and swap together that the container may use; `-1` for any amount of swap.',
    example: '1g',
  },
  oom_kill_disable: {
    words: 'The kernel does not kill the container when memory runs out.',
    fallback: 'false',
  },
  oom_score_adj: {
    words: 'How likely the kernel is to kill the container when memory runs out, from -1000 to 1000.',
    example: '-500',
  },
  pids_limit: { words: 'The most processes the container may have; `-1` for any number.', example: '200' },
  shm_size: { words: 'The size of `/dev/shm` in the container.', fallback: '64m', example: '256m' },
  blkio_config: { words: 'Limits and weights for reading and writing block devices.' },
  storage_opt: { words: 'Options of the storage driver for the container.', example: '{size: 10G}' },
  annotations: { words: 'Notes on the container for the runtime below the Engine.' },
  attach: {
    words: 'Whether the output of the service is shown while the command stays in the foreground.',
    fallback: 'true',
  },
  cgroup: {
    words: 'The cgroup namespace of the container: that of the host, or one of its own.',
    values: ['private', 'host'],
  },
  cgroup_parent: { words: 'The cgroup below which that of the container is made.', example: 'm-executor' },
  credential_spec: { words: 'The credentials of a managed service account, on Windows.' },
  external_links: {
    words: 'Containers of other projects that are reached by name, on networks that both have joined.',
    example: '["redis:cache"]',
  },
  group_add: { words: 'Further groups that the user in the container belongs to.', example: '[video]' },
  ipc: {
    words: 'The IPC namespace: one of its own, shareable, or that of the host, a service or a container.',
    values: ['private', 'shareable', 'host', 'none'],
    example: 'shareable',
  },
  isolation: {
    words: 'How the container is kept apart from the host; only Windows knows several ways.',
    values: ['default', 'process', 'hyperv'],
  },
  label_file: {
    words: 'Files with labels for the container, written like env files.',
    example: './app.labels',
  },
  links: {
    words: 'Other services that are reached under another name, and started first.',
    example: '["db:database"]',
  },
  mac_address: { words: 'The hardware address of the container.', example: '02:42:ac:11:65:43' },
  models: { words: 'Models that the service uses; it is told their address through variables.' },
  pid: {
    words: 'The process namespace: that of the host, a service or a container.',
    values: ['host'],
    example: 'host',
  },
  post_start: { words: 'Commands that run in the container after it has started.' },
  pre_stop: { words: 'Commands that run in the container before it is stopped.' },
  provider: {
    words: 'The service is no container: a program on the host makes it and takes it away.',
  },
  runtime: { words: 'The OCI runtime that runs the container.', fallback: 'runc', example: 'nvidia' },
  use_api_socket: {
    words: 'Gives the container the socket of the Engine and the credentials of registries.',
    fallback: 'false',
  },
  userns_mode: { words: 'The user namespace of the container.', values: ['host'] },
  uts: { words: 'The namespace that holds the host name.', values: ['host'] },
  volumes_from: {
    words: 'Mounts all volumes of another service or container, read-only after `:ro`.',
    example: '["web:ro"]',
  },
}

export const envFile: Descriptions = {
  path: { words: 'The file, relative to the folder of the project.', example: './web.env' },
  required: { words: 'Whether a file that is not there is an error.', fallback: 'true' },
  format: { words: 'With `raw`, values are taken as they are: no quotes, no variables.', values: ['raw'] },
}

export const port: Descriptions = {
  target: { words: 'The port in the container.', example: '80' },
  published: {
    words: 'The port of the host, or a range of which a free one is taken.',
    fallback: 'any free port',
    example: '"8080"',
  },
  protocol: { words: 'The protocol of the port.', fallback: 'tcp', values: ['tcp', 'udp', 'sctp'] },
  host_ip: {
    words: 'The address of the host on which the port is opened.',
    fallback: 'all addresses',
    example: '127.0.0.1',
  },
  name: { words: 'A name for the port, for people.', example: 'web' },
  app_protocol: { words: 'What is spoken on the port, for people and tools.', example: 'http' },
  mode: {
    words: 'On one Engine both ways mean the same: the port is opened on the host.',
    fallback: 'ingress',
    values: ['host', 'ingress'],
  },
}

export const mount: Descriptions = {
  type: {
    words: 'What is mounted: a folder of the host, a named volume, memory, an image or a pipe.',
    values: ['volume', 'bind', 'tmpfs', 'image', 'npipe', 'cluster'],
    example: 'volume',
  },
  source: { words: 'The folder of the host, the named volume or the image.', example: 'data' },
  target: { words: 'Where it appears in the container.', example: '/var/lib/data' },
  read_only: { words: 'The container cannot write to it.', fallback: 'false' },
  consistency: {
    words: 'How closely host and container must agree. Engines of today ignore it.',
    values: ['consistent', 'cached', 'delegated'],
  },
  bind: { words: 'Settings for a folder of the host.' },
  volume: { words: 'Settings for a named volume.' },
  tmpfs: { words: 'Settings for a folder in memory.' },
  image: { words: 'Settings for a mounted image.' },
}

export const bindOptions: Descriptions = {
  create_host_path: {
    words: 'Makes the folder on the host when it is not there.',
    fallback: 'true in the short form',
  },
  propagation: {
    words: 'Whether mounts that are made later on one side show up on the other.',
    fallback: 'rprivate',
    values: ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'],
  },
  recursive: {
    words: 'What happens to mounts inside the folder.',
    values: ['enabled', 'disabled', 'writable', 'readonly'],
  },
  selinux: { words: 'The SELinux label: `z` for shared, `Z` for this container alone.', values: ['z', 'Z'] },
}

export const volumeOptions: Descriptions = {
  nocopy: { words: 'A new volume is not filled with what the image has at the target.', fallback: 'false' },
  subpath: { words: 'Only this folder inside the volume is mounted.', example: 'uploads' },
  labels: { words: 'Notes on the volume, when it is made for this mount.' },
}

export const tmpfsOptions: Descriptions = {
  size: { words: 'How much may be stored.', fallback: 'any amount', example: '64m' },
  mode: { words: 'The permissions of the folder, as a Unix number.', example: '0o1777' },
}

export const imageOptions: Descriptions = {
  subpath: { words: 'Only this folder inside the image is mounted.', example: 'usr/share' },
}

export const serviceNetwork: Descriptions = {
  aliases: { words: 'Further names under which others reach the service here.', example: '[database]' },
  ipv4_address: { words: 'A fixed IPv4 address inside the subnet of the network.', example: '172.16.238.10' },
  ipv6_address: { words: 'A fixed IPv6 address inside the subnet of the network.', example: '2001:db8::10' },
  link_local_ips: { words: 'Further link-local addresses.', example: '[169.254.1.5]' },
  mac_address: { words: 'The hardware address on this network.', example: '02:42:ac:11:65:43' },
  interface_name: { words: 'The name of the network interface in the container.', example: 'eth0' },
  driver_opts: { words: 'Options for the driver of the network.' },
  priority: {
    words: 'Networks with a higher number are joined first.',
    fallback: '0',
    example: '1000',
  },
  gw_priority: {
    words: 'The network with the highest number gives the default gateway.',
    fallback: '0',
    example: '1',
  },
}

export const dependency: Descriptions = {
  condition: {
    words: 'What must be true of the other service before this one starts.',
    values: ['service_started', 'service_healthy', 'service_completed_successfully'],
    fallback: 'service_started in the short form',
  },
  restart: {
    words: 'This service is restarted after the other one was updated.',
    fallback: 'false',
  },
  required: {
    words: 'With false, the other service may be missing or switched off.',
    fallback: 'true',
  },
}

export const healthcheck: Descriptions = {
  test: {
    words: 'The command, healthy when it ends with 0: a text for the shell, or a list that starts with CMD.',
    example: '["CMD", "curl", "-f", "http://localhost"]',
  },
  interval: { words: 'The time from one check to the next.', fallback: '30s', example: '10s' },
  timeout: { words: 'A check that takes longer has failed.', fallback: '30s', example: '5s' },
  retries: { words: 'So many failures in a row make the container unhealthy.', fallback: '3', example: '5' },
  start_period: {
    words: 'Failures in this time after the start do not count.',
    fallback: '0s',
    example: '30s',
  },
  start_interval: {
    words: 'The time between checks while the start period lasts.',
    fallback: '5s',
    example: '2s',
  },
  disable: { words: 'Switches off the check that the image brings.', fallback: 'false' },
}

export const extended: Descriptions = {
  service: { words: 'The service to take as a base.', example: 'web' },
  file: { words: 'The file that has it; without one it is this file.', example: 'base.yaml' },
}

export const logging: Descriptions = {
  driver: {
    words: 'Where the output goes.',
    fallback: 'that of the Engine, mostly json-file',
    values: [
      'json-file',
      'local',
      'journald',
      'syslog',
      'none',
      'fluentd',
      'gelf',
      'awslogs',
      'gcplogs',
      'splunk',
    ],
  },
  options: { words: 'Settings of that driver.', example: '{max-size: 10m, max-file: "3"}' },
}

export const device: Descriptions = {
  source: { words: 'The device of the host.', example: '/dev/ttyUSB0' },
  target: { words: 'Where it appears in the container.', example: '/dev/ttyUSB0' },
  permissions: { words: 'What is allowed: `r` to read, `w` to write, `m` to make.', fallback: 'rwm' },
}

export const ulimit: Descriptions = {
  soft: { words: 'The limit that counts; a process may raise it up to the hard one.', example: '20000' },
  hard: { words: 'The highest that the soft limit can become.', example: '40000' },
}

/** How a service gets a secret or a config. */
export const fileReference: Descriptions = {
  source: { words: 'The name under which it is declared at the top level.', example: 'db_password' },
  target: { words: 'The name or path of the file in the container.', example: 'password.txt' },
  uid: { words: 'The number of the user who owns the file.', example: '"1000"' },
  gid: { words: 'The number of the group that owns the file.', example: '"1000"' },
  mode: { words: 'The permissions of the file, as a Unix number.', example: '0o440' },
}

export const hook: Descriptions = {
  command: { words: 'What is run.', example: '["./migrate.sh"]' },
  user: { words: 'Who runs it.', fallback: 'the user of the service', example: 'root' },
  privileged: { words: 'It has all rights on the host.', fallback: 'false' },
  working_dir: { words: 'The folder it starts in.', fallback: 'that of the service', example: '/app' },
  environment: { words: 'Further variables for it.', example: '{FOO: bar}' },
}

export const provider: Descriptions = {
  type: { words: 'The program, or `docker-` and its name, that provides the service.', example: 'model' },
  options: { words: 'What the program is told, as `--name=value`.', example: '{model: ai/smollm2}' },
}

export const credentialSpec: Descriptions = {
  config: { words: 'The config that holds the credentials.', example: 'my_credential_spec' },
  file: { words: 'A file below the credential folder of the Engine.', example: 'my-credential-spec.json' },
  registry: { words: 'A value in the registry of the host.', example: 'my-credential-spec' },
}

export const serviceModel: Descriptions = {
  endpoint_var: { words: 'The variable that gets the address of the model.', example: 'AI_URL' },
  model_var: { words: 'The variable that gets the name of the model.', example: 'AI_MODEL' },
}

export const blkio: Descriptions = {
  weight: { words: 'The share of the service against others, from 10 to 1000.', fallback: '500' },
  weight_device: { words: 'The share for single devices.', example: '[{path: /dev/sda, weight: 400}]' },
  device_read_bps: { words: 'The most that may be read per second, by device.' },
  device_read_iops: { words: 'The most reads per second, by device.' },
  device_write_bps: { words: 'The most that may be written per second, by device.' },
  device_write_iops: { words: 'The most writes per second, by device.' },
}

export const blkioLimit: Descriptions = {
  path: { words: 'The device.', example: '/dev/sda' },
  rate: { words: 'Bytes, or reads or writes, per second.', example: '12mb' },
}

export const blkioWeight: Descriptions = {
  path: { words: 'The device.', example: '/dev/sda' },
  weight: { words: 'The share for it, from 10 to 1000.', example: '400' },
}

/** What `gpus` and device reservations ask for. */
export const deviceRequest: Descriptions = {
  capabilities: { words: 'What the device must be able to do.', example: '[gpu]' },
  count: { words: 'How many are wanted: a number or `all`.', values: ['all'] },
  device_ids: { words: 'Which ones, in place of a number.', example: '["0", "3"]' },
  driver: { words: 'The driver they belong to.', example: 'nvidia' },
  options: { words: 'Settings of that driver.', example: '{virtualization: false}' },
}
