import type { Flags } from './flag.ts'
import { policy, timeout } from './shared-flags.ts'

const build = { kind: 'switch', help: 'Build images even when they exist' } as const

const recreation = {
  'force-recreate': { kind: 'switch', help: 'Recreate containers that are up to date too' },
  'no-recreate': { kind: 'switch', help: 'Leave existing containers as they are, changed or not' },
} as const satisfies Flags

export const quietPull = { kind: 'switch', help: 'Show nothing of the progress of pulls' } as const

export const quietBuild = { kind: 'switch', help: 'Show nothing of the output of builds' } as const

const noDeps = { kind: 'switch', help: 'Leave out what the named services depend on' } as const

export const pull = {
  kind: 'text',
  placeholder: 'POLICY',
  choices: ['always', 'missing', 'never', 'build', 'if_not_present'],
  help: "Pull images always, only when missing, or never; or build them (default: each service's pull_policy)",
} as const

export const removeOrphans = {
  kind: 'switch',
  help: 'Remove containers of services that the files no longer name',
} as const

const scale = {
  kind: 'list',
  placeholder: 'SERVICE=N',
  help: 'Run N containers of a service; may be repeated',
} as const

const yes = {
  kind: 'switch',
  short: 'y',
  help: 'Changes nothing: nobody is asked, and volumes are never replaced',
} as const

/** What shapes the wish itself: the same for `up`, for `create` and for the plan of them. */
const making = {
  build,
  ...recreation,
  'no-build': { kind: 'switch', help: 'Build nothing, even where it would be needed' },
  'pin-digests': {
    kind: 'switch',
    help: 'Ask the registries which images the tags mean now, and run exactly those, pulled by digest',
  },
  policy,
  pull,
  'remove-orphans': removeOrphans,
  scale,
} as const satisfies Flags

/** What `up` has besides. */
const replacing = {
  'always-recreate-deps': { kind: 'switch', help: 'Recreate what the named services depend on, too' },
  'no-deps': noDeps,
  'no-start': { kind: 'switch', help: 'Make the containers and start none' },
  'renew-anon-volumes': {
    kind: 'switch',
    short: 'V',
    help: 'Recreate containers with new anonymous volumes, instead of taking over the old ones',
  },
} as const satisfies Flags

export const planFlags = {
  ...making,
  ...replacing,
  down: { kind: 'switch', help: 'Show what down would do' },
  format: {
    kind: 'text',
    placeholder: 'FORMAT',
    choices: ['text', 'json'],
    help: 'text (the default) or json',
  },
  rmi: { kind: 'text', placeholder: 'WHICH', choices: ['local', 'all'], help: 'With --down: images too' },
  timeout,
  volumes: { kind: 'switch', short: 'v', help: 'With --down: volumes too' },
} as const satisfies Flags

/** What became of it, as data. */
const result = {
  kind: 'text',
  placeholder: 'FORMAT',
  choices: ['text', 'json'],
  help: 'json: print what became of it as data, with the image and the digest that each container runs',
} as const

/** How `up` without `--detach` shows what containers write, and when it ends. */
const attaching = {
  'abort-on-container-exit': { kind: 'switch', help: 'Stop all containers when the first one exits' },
  'abort-on-container-failure': { kind: 'switch', help: 'Stop all containers when the first one fails' },
  attach: {
    kind: 'list',
    placeholder: 'SERVICE',
    help: 'Show the output of this service only; may be repeated',
  },
  'attach-dependencies': {
    kind: 'switch',
    help: 'Show the output of what the named services depend on, too',
  },
  'exit-code-from': {
    kind: 'text',
    placeholder: 'SERVICE',
    help: 'End with the exit code of this service; implies --abort-on-container-exit',
  },
  menu: { kind: 'switch', isHidden: true, help: 'Changes nothing: keys are not read while logs are shown' },
  'no-attach': {
    kind: 'list',
    placeholder: 'SERVICE',
    help: 'Do not show the output of this service; may be repeated',
  },
  'no-color': { kind: 'switch', help: 'Do without colours' },
  'no-log-prefix': { kind: 'switch', help: 'Leave out the names of the containers' },
  timestamps: { kind: 'switch', help: 'Show when each line was written' },
} as const satisfies Flags

export const upFlags = {
  ...making,
  ...replacing,
  ...attaching,
  detach: {
    kind: 'switch',
    short: 'd',
    help: 'Return when the containers run, instead of following their logs',
  },
  format: result,
  'on-failure': {
    kind: 'text',
    placeholder: 'WHAT',
    choices: ['rollback', 'keep'],
    help: 'What becomes of a container that does not come up: rollback (the default) or keep',
  },
  'quiet-build': quietBuild,
  'quiet-pull': quietPull,
  timeout,
  wait: { kind: 'switch', help: 'Return when services are running or healthy; implies --detach' },
  'wait-timeout': {
    kind: 'integer',
    placeholder: 'SECONDS',
    help: 'Longest that a container may take to be running or healthy',
  },
  yes,
} as const satisfies Flags

export const createFlags = {
  ...making,
  format: result,
  'quiet-pull': quietPull,
  yes,
} as const satisfies Flags

export const scaleFlags = { 'no-deps': noDeps, policy } as const satisfies Flags
