import type { Flags } from './flag.ts'
import { policy } from './shared-flags.ts'

const quiet = { kind: 'switch', short: 'q' } as const

export const buildFlags = {
  'build-arg': {
    kind: 'list',
    placeholder: 'KEY=VALUE',
    help: 'Set an argument of all builds; without a value that of the environment; may be repeated',
  },
  builder: { kind: 'text', placeholder: 'NAME', help: 'Only default: the BuildKit of the Engine' },
  check: { kind: 'switch', help: 'Say what is wrong with the Dockerfiles, and build nothing' },
  'no-cache': { kind: 'switch', help: 'Do every step anew' },
  progress: {
    kind: 'text',
    placeholder: 'STYLE',
    choices: ['auto', 'tty', 'plain', 'json', 'quiet'],
    help: 'As --progress before the command',
  },
  policy,
  print: { kind: 'switch', help: 'Print the builds as a bake file, and build nothing' },
  provenance: {
    kind: 'text',
    placeholder: 'HOW',
    help: 'Say in the image how it was made: true, false, or for example mode=max',
  },
  pull: { kind: 'switch', help: 'Ask the registries for newer base images' },
  push: { kind: 'switch', help: 'Push the images that the files name' },
  quiet: { ...quiet, help: 'Print no progress' },
  sbom: { kind: 'text', placeholder: 'HOW', help: 'Say in the image what is in it: true or false' },
  ssh: {
    kind: 'text',
    placeholder: 'ID[=PATH]',
    help: "An ssh key that builds may use: 'default' for your agent, or an id and its file",
  },
  'with-dependencies': { kind: 'switch', help: 'Build what the named services depend on too' },
} as const satisfies Flags

export const pullFlags = {
  'ignore-buildable': { kind: 'switch', help: 'Leave out services that have a build' },
  'ignore-pull-failures': { kind: 'switch', help: 'Pull what can be pulled, whatever else fails' },
  'include-deps': { kind: 'switch', help: 'Pull what the named services depend on too' },
  policy: {
    kind: 'text',
    placeholder: 'POLICY',
    choices: ['missing', 'always'],
    help: "missing or always (default: each service's pull_policy)",
  },
  quiet: { ...quiet, help: 'Print no progress of the layers' },
} as const satisfies Flags

export const pushFlags = {
  'ignore-push-failures': { kind: 'switch', help: 'Push what can be pushed, whatever else fails' },
  'include-deps': { kind: 'switch', help: 'Push what the named services depend on too' },
  quiet: { ...quiet, help: 'Print no progress' },
} as const satisfies Flags

export const imagesFlags = {
  format: {
    kind: 'text',
    placeholder: 'FORMAT',
    choices: ['table', 'json'],
    help: 'table (the default) or json',
  },
  quiet: { ...quiet, help: 'Print ids only' },
} as const satisfies Flags
