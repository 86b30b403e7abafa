import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What the services of a project are like. */
export type ProjectKind =
  /** They sleep, and SIGKILL is their stop signal: killing is the same as stopping. */
  | 'plain'
  /** They end by themselves when they are told to. */
  | 'polite'
  /** Each starts when the one before it is healthy. */
  | 'chain'
  /** One service with a Dockerfile. */
  | 'build'

/** A project to measure with, of one contender. */
export interface BenchProject {
  readonly kind: ProjectKind
  readonly services: number
  /** Of the Compose project. */
  readonly name: string
  /** Holds its `compose.yaml`. */
  readonly folder: string
}

/** The image of every service but the built one; it has to be on the Engine. */
export const benchImage = 'busybox'

/** What the containers of a kind run, as the Engine is told. */
export const commands: Readonly<Record<ProjectKind, readonly string[]>> = {
  plain: ['sleep', '100000'],
  polite: ['sh', '-c', "trap 'exit 0' TERM; sleep 100000 & wait"],
  chain: ['sleep', '100000'],
  build: ['sleep', '100000'],
}

/** Milliseconds between the health checks of a chain. */
export const checkIntervalMs = 500

/** Writes the files of a project below `root`, and returns where. */
export function writeBenchProject(root: string, project: Omit<BenchProject, 'folder'>): BenchProject {
  const folder = path.join(root, project.name)
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'compose.yaml'), textOf(project))
  if (project.kind === 'build') {
    writeFileSync(path.join(folder, 'Dockerfile'), dockerfile)
    writeFileSync(path.join(folder, 'app.txt'), 'some text\n')
  }
  return { ...project, folder }
}

const dockerfile = `FROM ${benchImage}
WORKDIR /app
COPY app.txt .
RUN wc app.txt > size.txt
`

/** JSON is YAML. The first service has what changes between the steps. */
function textOf({ kind, services }: Omit<BenchProject, 'folder'>): string {
  const numbers = Array.from({ length: services }, (_, index) => index + 1)
  const entries = numbers.map((number) => [
    `s${number}`,
    {
      ...(kind === 'build' ? { build: '.' } : { image: benchImage }),
      command: commands[kind].map((word) => word.replaceAll('$', '$$')),
      ...(kind !== 'polite' && { stop_signal: 'SIGKILL' }),
      ...(number === 1 && { environment: { TAG: '${TAG:-1}' }, scale: '${SCALE:-1}' }),
      ...(kind === 'chain' && {
        healthcheck: { test: ['CMD', 'true'], interval: `${checkIntervalMs}ms` },
        ...(number > 1 && { depends_on: { [`s${number - 1}`]: { condition: 'service_healthy' } } }),
      }),
    },
  ])
  return `${JSON.stringify({ services: Object.fromEntries(entries) }, null, 2)}\n`
}
