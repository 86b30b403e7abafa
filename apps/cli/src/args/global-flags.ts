import type { Flags } from './flag.ts'

/** Stands before a command, or after one that has a plan. */
export const dryRun = {
  kind: 'switch',
  help: 'Show the plan of what would be done, and do nothing',
} as const

/** Flags that stand before the command, as Docker Compose has them. */
export const globalFlags = {
  'all-resources': {
    kind: 'switch',
    help: 'Include networks, volumes, configs, secrets and models that no service uses',
  },
  ansi: {
    kind: 'text',
    placeholder: 'WHEN',
    choices: ['never', 'always', 'auto'],
    help: 'Colours and redrawing: never, always or auto (the default)',
  },
  'dry-run': dryRun,
  'env-file': {
    kind: 'list',
    placeholder: 'FILE',
    help: 'Read variables from here instead of .env; may be repeated',
  },
  file: {
    kind: 'list',
    short: 'f',
    placeholder: 'FILE',
    help: 'Compose file, - for standard input; may be repeated',
  },
  parallel: {
    kind: 'integer',
    placeholder: 'N',
    help: 'Start at most so many containers at once (default: as many as the machine is good for)',
  },
  profile: { kind: 'list', placeholder: 'NAME', help: "Switch a profile on, '*' for all; may be repeated" },
  progress: {
    kind: 'text',
    placeholder: 'STYLE',
    choices: ['auto', 'tty', 'plain', 'json', 'quiet'],
    help: 'How to show progress: auto (the default), tty, plain, json or quiet',
  },
  'project-directory': {
    kind: 'text',
    placeholder: 'FOLDER',
    help: 'Resolve relative paths from here (default: the folder of the first file)',
  },
  'project-name': {
    kind: 'text',
    short: 'p',
    placeholder: 'NAME',
    help: 'Name of the project (default: from the file, or its folder)',
  },
  version: { kind: 'switch', short: 'v', help: 'Show the version' },
} as const satisfies Flags

export type GlobalFlags = typeof globalFlags
