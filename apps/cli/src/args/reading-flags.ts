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
