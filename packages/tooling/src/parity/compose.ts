import { execFile } from 'node:child_process'
import type { ComposeCli } from '../compose-cli.ts'
import type { ParityCase } from './find-cases.ts'

/** Where a program finds the Engine, and what it knows of registries. */
export interface Surroundings {
  /** In the form of `DOCKER_HOST`. */
  readonly host: string
  /** The folder of Docker's config.json. */
  readonly dockerConfig: string
}

export interface Ran {
  readonly status: number
  readonly output: string
}

/** A project in a folder. */
export type ProjectFolder = Pick<ParityCase, 'folder' | 'environment' | 'profiles'>

/** The project that has to run before a case, if it needs one. */
export const outsideOf = ({ outside }: ParityCase): ProjectFolder | undefined =>
  outside === undefined ? undefined : { folder: outside, environment: {}, profiles: [] }

/** Runs a program with the words of the Compose CLI for a project, in its folder and with its variables only. */
export function runProgram(
  { program, args: before }: Pick<ComposeCli, 'program' | 'args'>,
  { folder, environment, profiles }: ProjectFolder,
  { args, around }: { readonly args: readonly string[]; readonly around: Surroundings },
): Promise<Ran> {
  const flags = profiles.flatMap((profile) => ['--profile', profile])
  const options = {
    cwd: folder,
    env: {
      ...machine,
      DOCKER_CONFIG: around.dockerConfig,
      DOCKER_HOST: around.host,
      COMPOSE_PROGRESS: 'plain',
      ...environment,
    },
    timeout: timeLimit,
    maxBuffer: 100_000_000,
  }
  return new Promise((resolve) => {
    execFile(program, [...before, ...flags, ...args], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ status, output: `${stdout}${stderr}` || (error?.message ?? '') })
    })
  })
}

/** What every side sees of the machine. */
export const machine = { HOME: '/home/ada', PATH: '/usr/bin:/bin' } as const

/** A run that takes longer hangs. Milliseconds. */
const timeLimit = 180_000
