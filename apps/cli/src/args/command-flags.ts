import type { Flags } from './flag.ts'
import { timeout } from './shared-flags.ts'
import { removeOrphans } from './up-flags.ts'

export const configFlags = {
  environment: { kind: 'switch', help: 'Print the variables that the files are read with' },
  format: {
    kind: 'text',
    placeholder: 'FORMAT',
    choices: ['yaml', 'json'],
    help: 'yaml (the default) or json',
  },
  hash: {
    kind: 'text',
    placeholder: 'SERVICE',
    help: "Print the configuration hash of a service, '*' for all",
  },
  images: { kind: 'switch', help: 'Print the names of the images, one a line' },
  'lock-image-digests': {
    kind: 'switch',
    help: 'Print an override file that pins every image to its digest',
  },
  networks: { kind: 'switch', help: 'Print the names of the networks, one a line' },
  'no-consistency': {
    kind: 'switch',
    help: 'Do not check what services refer to; what is printed may not deploy',
  },
  'no-env-resolution': {
    kind: 'switch',
    help: 'Changes nothing: Docker Compose has the flag, and folds env files in all the same',
  },
  'no-interpolate': { kind: 'switch', help: 'Leave variables as they are written' },
  'no-normalize': { kind: 'switch', help: 'Leave out default networks, names and implied dependencies' },
  'no-path-resolution': { kind: 'switch', help: 'Leave paths as they are written' },
  origins: { kind: 'switch', help: 'Print for every value which file and line set it' },
  output: {
    kind: 'text',
    short: 'o',
    placeholder: 'FILE',
    help: 'Write to a file instead of standard output',
  },
  models: { kind: 'switch', help: 'Print the AI models that services use, one a line' },
  profiles: { kind: 'switch', help: 'Print the names of the profiles, one a line' },
  quiet: { kind: 'switch', short: 'q', help: 'Only check, print nothing' },
  'resolve-image-digests': { kind: 'switch', help: 'Pin every image to its digest' },
  services: { kind: 'switch', help: 'Print the names of the services, one a line' },
  variables: { kind: 'switch', help: 'Print the variables that the files ask for, with their defaults' },
  volumes: { kind: 'switch', help: 'Print the names of the volumes, one a line' },
} as const satisfies Flags

export const downFlags = {
  'remove-orphans': removeOrphans,
  rmi: {
    kind: 'text',
    placeholder: 'WHICH',
    choices: ['local', 'all'],
    help: 'Remove images too: local, those that were built for the project, or all that it names',
  },
  timeout,
  volumes: {
    kind: 'switch',
    short: 'v',
    help: 'Delete named volumes of the project and anonymous volumes too',
  },
} as const satisfies Flags

export const stopFlags = { timeout } as const satisfies Flags

export const restartFlags = {
  'no-deps': { kind: 'switch', help: 'Leave alone what depends on the named services with restart: true' },
  timeout,
} as const satisfies Flags

export const killFlags = {
  'remove-orphans': { kind: 'switch', help: 'Containers of services that the files no longer name too' },
  signal: { kind: 'text', short: 's', placeholder: 'SIGNAL', help: 'The signal to send (default: SIGKILL)' },
} as const satisfies Flags

export const rmFlags = {
  force: { kind: 'switch', short: 'f', help: 'Do not ask' },
  stop: { kind: 'switch', short: 's', help: 'Stop containers that run first' },
  volumes: { kind: 'switch', short: 'v', help: 'Remove their anonymous volumes too' },
} as const satisfies Flags

export const versionFlags = {
  format: {
    kind: 'text',
    short: 'f',
    placeholder: 'FORMAT',
    choices: ['pretty', 'json'],
    help: 'pretty (the default) or json',
  },
  short: { kind: 'switch', help: 'Print the number only' },
} as const satisfies Flags
