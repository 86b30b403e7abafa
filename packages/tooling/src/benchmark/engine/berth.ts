import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { loadProjectFromDisk } from '@berth/compose/node'
import {
  apply,
  type DesiredState,
  observe,
  observeTarget,
  type Plan,
  planDown,
  planRestart,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import { connectEngine } from '@berth/docker-engine/dockerode'
import { root } from '../../testing/step.ts'
import type { BenchProject } from './bench-project.ts'
import type { EngineContender, Wanted } from './contender.ts'

/**
 * Berth inside a process that has already run, as the server is: every step reads the files, looks at the
 * Engine, plans and applies. Like `docker compose up --detach` it waits for nothing that nothing depends on,
 * and does not watch a new container for a second (`wait: false`, `settleMs: 0`).
 */
export function berthContender(host: string): EngineContender {
  const engine = connectEngine({ host })
  const run = async (plan: Plan) => {
    const { outcome, failures } = await apply(plan, engine, { settleMs: 0 })
    if (outcome !== 'succeeded') throw new Error(failures.map(({ message }) => message).join('\n'))
  }
  const planFor = async (project: BenchProject, wanted: Wanted) => {
    const desired = desiredOf(project, wanted)
    return planUp(desired, await observe(engine, observeTarget(desired)), { wait: false })
  }
  return {
    up: async (project, wanted) => run(await planFor(project, wanted)),
    plan: async (project, wanted) => {
      const { actions } = await planFor(project, wanted)
      if (actions.length > 0) throw new Error(`There is something to do for ${project.name}.`)
    },
    restart: async (project, wanted) => {
      const desired = desiredOf(project, wanted)
      await run(planRestart(await observe(engine, observeTarget(desired)), { desired }))
    },
    down: async (project, wanted) => {
      const desired = desiredOf(project, wanted)
      await run(planDown(await observe(engine, observeTarget(desired)), { desired }))
    },
    build: async (project, wanted) => {
      for (const { build } of desiredOf(project, wanted).services) if (build) await engine.buildImage(build)
    },
    close: () => engine.close(),
  }
}

/** What the files of a project ask for, read anew. */
function desiredOf(project: BenchProject, wanted: Wanted): DesiredState {
  const environment = { ...variablesOf(project, wanted) }
  const loaded = loadProjectFromDisk({ cwd: project.folder, environment })
  if (loaded.project === undefined) throw new Error(`Our loader refuses ${project.folder}.`)
  return toDesiredState(loaded.project)
}

/** The variables that a project's files are read with, for every contender. */
const variablesOf = ({ name }: BenchProject, { tag, scale }: Wanted) => ({
  COMPOSE_PROJECT_NAME: name,
  TAG: tag,
  SCALE: String(scale),
})

const berth = path.join(root, 'apps/cli/bin/berth')

/** Berth as a person calls it: one process for each step. */
export function berthCommand(host: string): EngineContender {
  const call =
    (...args: string[]) =>
    (project: BenchProject, wanted: Wanted) =>
      runProgram(berth, args, { project, wanted, host })
  return {
    up: call('up', '--detach'),
    restart: call('restart'),
    down: call('down'),
    build: call('build'),
    close: () => {},
  }
}

/** Runs a program in a project's folder; rejects with what it printed when it does not succeed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  about: {
    readonly project: BenchProject
    readonly wanted: Wanted
    readonly host: string
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<void> {
  const { project, wanted, host, env = {} } = about
  const child = spawn(program, args, {
    cwd: project.folder,
    env: { PATH: process.env.PATH, DOCKER_HOST: host, ...variablesOf(project, wanted), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`)
}
