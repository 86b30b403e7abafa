import type { Flags } from './flag.ts'
import { index } from './shared-flags.ts'

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
  privileged: { kind: 'switch', help: 'Give the command all rights' },
  user,
  workdir,
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
