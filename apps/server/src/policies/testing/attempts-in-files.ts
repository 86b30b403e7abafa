import type { Attempt } from './attempt.ts'

const other = 'services: {web: {image: busybox, mem_limit: 64m}}\n'
/** What a developer would slip in. */
export const evil = `services:
  evil:
    image: busybox
    mem_limit: 64m
    volumes:
      # By long syntax.
      - type: bind
        target: /s
        source: /var/run/docker.sock
`

const written = (what: string, seen: string, files: Attempt['files']): Attempt => ({ what, files, seen })

/** Ways round a policy that need more than the attributes of one service. */
export const attemptsInFiles: readonly Attempt[] = [
  written('an include', 'protectedPaths', {
    'compose.yaml': `include: [evil.yaml]\n${other}`,
    'evil.yaml': evil,
  }),
  written('an include of an include', 'protectedPaths', {
    'compose.yaml': `include: [a.yaml]\n${other}`,
    'a.yaml': 'include: [sub/evil.yaml]\n',
    'sub/evil.yaml': evil,
  }),
  written('an override', 'privileged', {
    'compose.yaml': other,
    'compose.override.yaml': 'services: {web: {privileged: true}}\n',
  }),
  written('a service of another file', 'protectedPaths', {
    'compose.yaml': 'services: {web: {extends: {file: evil.yaml, service: evil}}}\n',
    'evil.yaml': evil,
  }),
  written('a service of the same file', 'hostNamespaces', {
    'compose.yaml': 'services: {web: {extends: base}, base: {image: busybox, mem_limit: 64m, pid: host}}\n',
  }),
  written('an anchor', 'privileged', {
    'compose.yaml': `x-evil: &evil {privileged: true}\nservices: {web: {image: busybox, mem_limit: 64m, <<: *evil}}\n`,
  }),
  written('a file that COMPOSE_FILE names', 'protectedPaths', {
    'compose.yaml': other,
    'evil.yaml': evil,
    '.env': 'COMPOSE_FILE=compose.yaml:evil.yaml\n',
  }),
  written('a profile that .env switches on', 'privileged', {
    'compose.yaml': `${other.trim()}\n`.replace(
      '64m}}',
      '64m}, x: {image: busybox, mem_limit: 64m, profiles: [p], privileged: true}}',
    ),
    '.env': 'COMPOSE_PROFILES=p\n',
  }),
  written('a path out of .env', 'protectedPaths', {
    'compose.yaml': `services: {web: {image: busybox, mem_limit: 64m, volumes: ["\${WHERE}:/x"]}}\n`,
    '.env': 'WHERE=/run/docker.sock\n',
  }),
  written('a home', 'protectedPaths', {
    'compose.yaml': 'services: {web: {image: busybox, mem_limit: 64m, volumes: ["~/.ssh:/x"]}}\n',
    '.env': 'HOME=/root\n',
  }),
  written('an image of somebody else', 'images', {
    'compose.yaml': 'services: {web: {image: mallory/nginx, mem_limit: 64m}}\n',
  }),
  written('another registry', 'images', {
    'compose.yaml': 'services: {web: {image: evil.example.com/library/busybox, mem_limit: 64m}}\n',
  }),
  written('a registry that begins alike', 'images', {
    'compose.yaml': 'services: {web: {image: ghcr.io.evil.com/acme/web, mem_limit: 64m}}\n',
  }),
  written('another folder of the registry', 'images', {
    'compose.yaml': 'services: {web: {image: ghcr.io/mallory/web, mem_limit: 64m}}\n',
  }),
  written('no limit at all', 'requiredLimits', { 'compose.yaml': 'services: {web: {image: busybox}}\n' }),
  written('an include out of the project', 'COMPOSE_INVALID', {
    'compose.yaml': `include: [../blog/compose.yaml]\n${other}`,
  }),
  written('a service of a file out of the project', 'COMPOSE_INVALID', {
    'compose.yaml': 'services: {web: {extends: {file: /etc/passwd, service: x}}}\n',
  }),
]
