import type { Descriptions } from './description.ts'

export const build: Descriptions = {
  context: { words: 'The folder or Git address that is built.', fallback: '.', example: './web' },
  dockerfile: {
    words: 'The file with the steps, relative to the context.',
    fallback: 'Dockerfile',
    example: 'web.Dockerfile',
  },
  args: { words: 'Values for the ARG lines of the Dockerfile.', example: '{NODE_VERSION: "24"}' },
  target: { words: 'The stage of the Dockerfile at which building ends.', example: 'production' },
  dockerfile_inline: {
    words: 'The steps themselves, in place of a file.',
    example: '"FROM busybox"',
  },
  additional_contexts: {
    words: 'Further folders, images or services that the Dockerfile can copy from, by name.',
    example: '{assets: ./assets}',
  },
  cache_from: { words: 'Where layers that were built before are looked for.', example: '["alpine:latest"]' },
  cache_to: {
    words: 'Where built layers are kept for the next time.',
    example: '["type=local,dest=./cache"]',
  },
  entitlements: {
    words: 'Rights that the build needs and is granted.',
    example: '[security.insecure]',
  },
  extra_hosts: { words: 'Names and addresses that are known while building.', example: '["db:10.0.0.5"]' },
  isolation: {
    words: 'How the build is kept apart from the host.',
    values: ['default', 'process', 'hyperv'],
  },
  labels: { words: 'Notes on the built image.', example: '{com.example.team: shop}' },
  network: { words: 'The network that RUN steps may use.', values: ['default', 'host', 'none'] },
  no_cache: { words: 'Builds every layer anew.', fallback: 'false' },
  platforms: { words: 'The systems and processors the image is built for.', example: '[linux/amd64]' },
  privileged: { words: 'Builds with all rights on the host, where the builder can.', fallback: 'false' },
  provenance: {
    words: 'Adds a record of how the image was built: true, false, or its mode.',
    example: 'mode=max',
  },
  pull: { words: 'Fetches base images anew even if they are there.', fallback: 'false' },
  sbom: { words: 'Adds a list of what is in the image: true, false, or its settings.' },
  secrets: { words: 'Secrets that RUN steps can mount; they do not stay in the image.', example: '[token]' },
  shm_size: { words: 'The size of `/dev/shm` while building.', example: '256m' },
  ssh: { words: 'SSH keys or agents that RUN steps can use.', example: '[default]' },
  tags: { words: 'Further names for the built image.', example: '["shop/web:1.0"]' },
  ulimits: { words: 'Limits of the processes that build.', example: '{nofile: 65535}' },
}

export const develop: Descriptions = {
  watch: { words: 'Rules: which files are watched, and what happens when one changes.' },
}

export const watch: Descriptions = {
  path: { words: 'The file or folder that is watched.', example: './src' },
  action: {
    words: 'What happens after a change.',
    values: ['sync', 'rebuild', 'restart', 'sync+restart', 'sync+exec'],
  },
  target: { words: 'Where changed files go in the container.', example: '/app/src' },
  ignore: { words: 'What is not watched, as in a `.dockerignore`.', example: '[node_modules/]' },
  include: { words: 'Only what fits these patterns is watched.', example: '["*.ts"]' },
  exec: { words: 'The command for `sync+exec`.' },
  initial_sync: { words: 'Copies everything once before watching begins.', fallback: 'false' },
}
