import type { Descriptions } from './description.ts'

/** The whole file. */
export const file: Descriptions = {
  services: { words: 'The parts of the application, each one or more containers of one image.' },
  volumes: { words: 'Named volumes: data that outlives containers and can be shared by services.' },
  networks: { words: 'Networks that services join to reach each other.' },
  secrets: { words: 'Sensitive files that are given to services by name.' },
  configs: { words: 'Files that are given to services by name.' },
  name: {
    words: 'The name of the project. Containers, networks and volumes are named after it.',
    fallback: 'the name of the folder',
    example: 'shop',
    section: 'name-top-level-element',
  },
  include: {
    words: 'Other compose files whose parts are taken in, each with its own folder and variables.',
    example: '[../shared/compose.yaml]',
  },
  models: { words: 'AI models that services use.' },
  version: {
    words: 'Has no meaning any more and can be removed.',
    section: 'version-top-level-element-obsolete',
  },
}

export const network: Descriptions = {
  driver: {
    words: 'What the network is made with.',
    fallback: 'bridge',
    values: ['bridge', 'overlay', 'macvlan', 'ipvlan', 'host', 'none'],
  },
  external: { words: 'The network is there already and is neither made nor removed.', fallback: 'false' },
  name: { words: 'Its name in the Engine.', fallback: 'project_network', example: 'shop-net' },
  internal: { words: 'Cuts the network off from the outside.', fallback: 'false' },
  driver_opts: {
    words: 'Settings of the driver.',
    example: '{com.docker.network.bridge.name: br-shop}',
  },
  ipam: { words: 'Which addresses the network has.' },
  attachable: { words: 'Containers outside of the project may join.', fallback: 'false' },
  enable_ipv4: { words: 'Gives out IPv4 addresses.', fallback: 'true' },
  enable_ipv6: { words: 'Gives out IPv6 addresses.', fallback: 'false' },
  labels: { words: 'Notes on the network.' },
}

export const ipam: Descriptions = {
  config: { words: 'The subnets.', example: '[{subnet: 172.28.0.0/16}]' },
  driver: { words: 'What gives the addresses out.', fallback: 'default' },
  options: { words: 'Settings of that driver.' },
}

export const subnet: Descriptions = {
  subnet: { words: 'The addresses of the network.', example: '172.28.0.0/16' },
  gateway: { words: 'The address of the gateway.', example: '172.28.5.254' },
  ip_range: {
    words: 'The part of the subnet that containers get addresses from.',
    example: '172.28.5.0/24',
  },
  aux_addresses: {
    words: 'Addresses that are taken and not given out, by name.',
    example: '{host1: 172.28.1.5}',
  },
}

export const volume: Descriptions = {
  driver: { words: 'What the volume is kept with.', fallback: 'local', values: ['local'] },
  external: { words: 'The volume is there already and is neither made nor removed.', fallback: 'false' },
  name: { words: 'Its name in the Engine.', fallback: 'project_volume', example: 'shop-data' },
  driver_opts: {
    words: 'Settings of the driver, such as a share of a file server.',
    example: '{type: nfs, o: addr=10.0.0.5, device: ":/data"}',
  },
  labels: { words: 'Notes on the volume.' },
}

export const secret: Descriptions = {
  file: { words: 'The file that holds the secret.', example: './db_password.txt' },
  environment: { words: 'The variable that holds the secret.', example: 'DB_PASSWORD' },
  external: { words: 'The secret is kept by the platform. For Swarm.', fallback: 'false' },
  name: { words: 'Its name on the platform.', example: 'shop_db_password' },
  labels: { words: 'Notes on the secret.' },
  driver: { words: 'What the secret is kept with. For Swarm.' },
  driver_opts: { words: 'Settings of that driver. For Swarm.' },
  template_driver: { words: 'What fills in the text as a template. For Swarm.' },
}

export const config: Descriptions = {
  file: { words: 'The file that holds the text.', example: './nginx.conf' },
  content: { words: 'The text itself; variables are filled in.', example: '"debug=${DEBUG}"' },
  environment: { words: 'The variable that holds the text.', example: 'NGINX_CONF' },
  external: { words: 'The config is kept by the platform. For Swarm.', fallback: 'false' },
  name: { words: 'Its name on the platform.', example: 'shop_nginx_conf' },
  labels: { words: 'Notes on the config.' },
  template_driver: { words: 'What fills in the text as a template. For Swarm.' },
}

export const model: Descriptions = {
  model: { words: 'The artifact that holds the model.', example: 'ai/smollm2' },
  context_size: { words: 'How many tokens the model looks at.', example: '4096' },
  runtime_flags: { words: 'Further flags for what runs the model.', example: '["--temp", "0.2"]' },
  name: { words: 'The name it is known by.', example: 'smollm2' },
}

/** The old `external: {name: …}`. */
export const external: Descriptions = {
  name: { words: 'The name in the Engine. Write `name` beside `external: true` now.' },
}

export const include: Descriptions = {
  path: { words: 'The file, or several that are merged.', example: '../shared/compose.yaml' },
  project_directory: {
    words: 'The folder that its paths are relative to.',
    fallback: 'the folder of the file',
    example: '..',
  },
  env_file: {
    words: 'Where its variables come from.',
    fallback: '.env in the folder of the file',
    example: '../shared/.env',
  },
}
