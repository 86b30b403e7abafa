import type { Flags } from './flag.ts'
import { index, policy } from './shared-flags.ts'
import { pull, quietBuild, quietPull, removeOrphans } from './up-flags.ts'

/** Flags of the commands that reach into containers. */
const detach = { kind: 'switch', short: 'd' } as const

const environment = {
  kind: 'list',
  short: 'e',
  placeholder: 'KEY=VALUE',
  help: 'Set an environment variable; KEY alone takes its value from here; may be repeated',
} as const

const user = {
  kind: 'text',
  short: 'u',
  placeholder: 'USER',
  help: 'Run as this user, by name or number',
} as const

const workdir = { kind: 'text', short: 'w', placeholder: 'FOLDER', help: 'Folder to run in' } as const

/** For those who write `-it`, as with `docker exec`. */
const always = {
  interactive: {
    kind: 'switch',
    short: 'i',
    isOn: true,
    isHidden: true,
    help: 'Pass on what is typed or piped, which is the default',
  },
  tty: {
    kind: 'switch',
    short: 't',
    isHidden: true,
    help: 'Changes nothing: there is a terminal where the output is one',
  },
} as const satisfies Flags

const noTty = { kind: 'switch', short: 'T', help: 'Give the command no terminal' } as const

export const execFlags = {
  ...always,
  detach: { ...detach, help: 'Leave the command to itself' },
  env: environment,
  index,
  'no-tty': { ...noTty, also: ['no-TTY'] },
  policy,
  privileged: { kind: 'switch', help: 'Give the command all rights' },
  user,
  workdir,
} as const satisfies Flags

export const cpFlags = {
  all: { kind: 'switch', help: 'Also into containers that `run` made' },
  archive: { kind: 'switch', short: 'a', help: 'Into a container: as its user; out of one: as it is' },
  'follow-link': { kind: 'switch', short: 'L', help: 'Copy what a link leads to, not the link' },
  index,
} as const satisfies Flags

export const exportFlags = {
  index,
  output: {
    kind: 'text',
    short: 'o',
    placeholder: 'FILE',
    help: 'Write to a file instead of standard output',
  },
} as const satisfies Flags

export const runFlags = {
  ...always,
  build: { kind: 'switch', help: 'Build images even when they exist' },
  'cap-add': { kind: 'list', placeholder: 'NAME', help: 'Add a Linux capability; may be repeated' },
  'cap-drop': { kind: 'list', placeholder: 'NAME', help: 'Take a Linux capability away; may be repeated' },
  detach: { ...detach, help: 'Leave the container to itself and print its id' },
  entrypoint: { kind: 'text', placeholder: 'COMMAND', help: "Instead of the image's entrypoint" },
  env: environment,
  'env-from-file': {
    kind: 'list',
    placeholder: 'FILE',
    help: 'Set environment variables from a file; --env wins; may be repeated',
  },
  label: {
    kind: 'list',
    short: 'l',
    placeholder: 'KEY=VALUE',
    help: 'Add a label, or give it another value',
  },
  name: { kind: 'text', placeholder: 'NAME', help: 'Name of the container (default: made up)' },
  'no-TTY': { ...noTty, also: ['no-tty'] },
  'no-deps': { kind: 'switch', help: 'Do not start what the service depends on' },
  policy,
  publish: {
    kind: 'list',
    short: 'p',
    placeholder: 'PORT',
    help: 'Publish a port, as in the files; may be repeated',
  },
  pull,
  quiet: { kind: 'switch', short: 'q', help: 'Show no progress' },
  'quiet-build': quietBuild,
  'quiet-pull': quietPull,
  'remove-orphans': removeOrphans,
  rm: { kind: 'switch', help: 'Remove the container when it has ended, with its anonymous volumes' },
  'service-ports': { kind: 'switch', short: 'P', help: 'Publish the ports of the service, too' },
  'use-aliases': { kind: 'switch', help: 'Answer to the names of the service on its networks, too' },
  user,
  volume: {
    kind: 'list',
    short: 'v',
    placeholder: 'MOUNT',
    help: 'Mount a folder or volume, as in the files; may be repeated',
  },
  workdir,
} as const satisfies Flags

export const commitFlags = {
  author: { kind: 'text', short: 'a', placeholder: 'NAME', help: 'Who made the image' },
  change: {
    kind: 'list',
    short: 'c',
    placeholder: 'INSTRUCTION',
    help: 'Apply an instruction of a Dockerfile to it, such as CMD ["serve"]; may be repeated',
  },
  index,
  message: { kind: 'text', short: 'm', placeholder: 'TEXT', help: 'What the image is' },
  pause: {
    kind: 'switch',
    short: 'p',
    isOn: true,
    help: 'Pause the container meanwhile, which is the default; --pause=false lets it go on',
  },
} as const satisfies Flags

export const attachFlags = {
  'detach-keys': {
    kind: 'text',
    placeholder: 'KEYS',
    help: 'Keys that detach from the container (default: ctrl-p,ctrl-q)',
  },
  index,
  'no-stdin': { kind: 'switch', help: 'Pass nothing on of what is typed' },
  'sig-proxy': {
    kind: 'switch',
    isOn: true,
    help: 'Pass signals on to the container, which is the default; --sig-proxy=false leaves it alone',
  },
} as const satisfies Flags
