import type { Flags } from './flag.ts'
import { index } from './shared-flags.ts'

/** Flags of the commands that only read, or that attach to what runs. */

const timeHelp = 'a time such as 2013-01-02T13:23:37Z, or how long ago, such as 42m'

export const logsFlags = {
  follow: { kind: 'switch', short: 'f', help: 'Go on with what is written from now on' },
  index,
  'no-color': { kind: 'switch', help: 'Do without colours' },
  'no-log-prefix': { kind: 'switch', help: 'Leave out the names of the containers' },
  since: { kind: 'text', placeholder: 'TIME', help: `Only what was written since ${timeHelp}` },
  tail: {
    kind: 'text',
    short: 'n',
    placeholder: 'LINES',
    help: 'Only the last lines of each container; all is the default',
  },
  timestamps: { kind: 'switch', short: 't', help: 'Show when each line was written' },
  until: { kind: 'text', placeholder: 'TIME', help: `Only what was written before ${timeHelp}` },
} as const satisfies Flags

const format = {
  kind: 'text',
  placeholder: 'FORMAT',
  help: "table (the default), json with an object a line, or a template such as '{{.Name}}'",
} as const

const noTrunc = { kind: 'switch', help: 'Do not shorten ids and commands' } as const

export const psFlags = {
  all: { kind: 'switch', short: 'a', help: 'Show stopped containers too' },
  filter: { kind: 'text', placeholder: 'status=STATE', help: 'The same as --status' },
  format,
  'no-trunc': noTrunc,
  orphans: {
    kind: 'switch',
    isOn: true,
    help: 'Show containers of services that the files no longer name, which is the default',
  },
  quiet: { kind: 'switch', short: 'q', help: 'Print container ids only' },
  services: { kind: 'switch', help: 'Print the names of the services that have containers' },
  status: {
    kind: 'list',
    placeholder: 'STATE',
    choices: ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited'],
    help: 'Only containers in this state; may be repeated',
  },
} as const satisfies Flags

export const lsFlags = {
  all: { kind: 'switch', short: 'a', help: 'Show projects of which nothing runs, too' },
  filter: { kind: 'list', placeholder: 'name=PATTERN', help: 'Only projects whose name has this in it' },
  format: { ...format, choices: ['table', 'json'], help: 'table (the default) or json' },
  quiet: { kind: 'switch', short: 'q', help: 'Print names only' },
} as const satisfies Flags

export const portFlags = {
  index,
  protocol: {
    kind: 'text',
    placeholder: 'PROTOCOL',
    choices: ['tcp', 'udp', 'sctp'],
    help: 'tcp (the default) or udp',
  },
} as const satisfies Flags

export const volumesFlags = {
  format,
  quiet: { kind: 'switch', short: 'q', help: 'Print names only' },
} as const satisfies Flags

export const statsFlags = {
  all: { kind: 'switch', short: 'a', help: 'Show containers that do not run, too' },
  format,
  'no-stream': { kind: 'switch', help: 'Print it once, instead of going on' },
  'no-trunc': noTrunc,
} as const satisfies Flags

export const eventsFlags = {
  json: { kind: 'switch', help: 'Print an object a line' },
  since: { kind: 'text', placeholder: 'TIME', help: `What has happened since ${timeHelp}, first` },
  until: { kind: 'text', placeholder: 'TIME', help: `Only until ${timeHelp}` },
} as const satisfies Flags

export const waitFlags = {
  'down-project': { kind: 'switch', help: 'Take the project down when the first container has ended' },
} as const satisfies Flags
