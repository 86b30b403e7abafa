import path from 'node:path'
import { type Engine, label } from '@berth/docker-engine'
import { projectRemains, removeProject } from '@berth/testkit/engine'
import type { ComposeCli } from '../compose-cli.ts'
import { firstDifference } from '../conformance/first-difference.ts'
import { root } from '../testing/step.ts'
import { outsideOf, type ProjectFolder, type Ran, runProgram, type Surroundings } from './compose.ts'
import type { ParityCase } from './find-cases.ts'
import { type Lives, type Snapshot, takeSnapshot } from './snapshot.ts'

export interface Comparing {
  readonly cli: ComposeCli
  readonly engine: Engine
  readonly around: Surroundings
}

/** The source, not the bundle, which may be older. */
const berth = { program: process.execPath, args: [path.join(root, 'apps/cli/src/main.ts')] }

const down = ['down', '-v', '-t', '0', '--remove-orphans']

/**
 * Deploys a case with either program in turn, compares all that the Engine then shows, and lets each find what the
 * other made.
 *
 * @returns What is different, in words; empty when nothing is.
 */
export async function compareCase(parityCase: ParityCase, comparing: Comparing): Promise<string[]> {
  const { cli, engine, around } = comparing
  const before = outsideOf(parityCase)
  const project = `parity-${parityCase.name}`
  try {
    if (before) await run(cli, before, { args: ['up', '-d'], around })
    const theirs = await deployTheirs(parityCase, project, comparing)
    await removeImages(engine, project)
    const ours = await deployOurs(parityCase, project, comparing)
    const difference = firstDifference(ours.snapshot, theirs.snapshot)
    return [...(difference === undefined ? [] : [difference]), ...theirs.differences, ...ours.differences]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    await removeProject(engine, project)
    await removeImages(engine, project)
    if (before) await runProgram(cli, before, { args: down, around })
  }
}

/** Those that were built, so that what comes next builds them too. */
async function removeImages(engine: Engine, project: string): Promise<void> {
  for (const { Id } of await engine.listImages({ labels: [`${label.project}=${project}`] }))
    await engine.removeImage(Id, { force: true })
}

interface Deployed {
  readonly snapshot: Snapshot
  readonly differences: readonly string[]
}

/** `docker compose up`, and then ours, which finds nothing to do. */
async function deployTheirs(
  parityCase: ParityCase,
  project: string,
  comparing: Comparing,
): Promise<Deployed> {
  const { cli, engine, around } = comparing
  await run(cli, parityCase, { args: ['up', '-d'], around })
  const made = await takeSnapshot(engine, project)
  const { output } = await run(berth, parityCase, { args: ['plan'], around })
  await run(berth, parityCase, { args: ['up', '-d'], around })
  const after = await takeSnapshot(engine, project)
  await run(berth, parityCase, { args: ['down', '-v', '-t', '0'], around })
  const left = await projectRemains(engine, project)
  return {
    snapshot: made.snapshot,
    differences: [
      ...(output.includes('nothing to do')
        ? []
        : [`berth plan after docker compose up: ${firstLine(output)}`]),
      ...changes('berth up', made.lives, after.lives),
      ...left.map((what) => `berth down leaves ${what}`),
    ],
  }
}

/** `berth up`, and then theirs, which does nothing but run again what has ended. */
async function deployOurs(parityCase: ParityCase, project: string, comparing: Comparing): Promise<Deployed> {
  const { cli, engine, around } = comparing
  await run(berth, parityCase, { args: ['up', '-d'], around })
  const made = await takeSnapshot(engine, project)
  await run(cli, parityCase, { args: ['up', '-d'], around })
  const after = await takeSnapshot(engine, project)
  const { output } = await run(cli, parityCase, { args: ['ps', '-a', '--format', '{{.Name}}'], around })
  await run(cli, parityCase, { args: ['logs'], around })
  await run(cli, parityCase, { args: down, around })
  const left = await projectRemains(engine, project)
  const restarted = ([name]: [string, string]) =>
    parityCase.restarts.some((service) => name.startsWith(`${project}-${service}-`))
  const kept = (lives: Lives): Lives =>
    Object.fromEntries(Object.entries(lives).filter((life) => !restarted(life)))
  const listed = output.trim().split('\n').sort().join()
  return {
    snapshot: made.snapshot,
    differences: [
      ...changes('docker compose up', kept(made.lives), kept(after.lives)),
      ...(listed === Object.keys(made.lives).sort().join() ? [] : [`docker compose ps lists ${listed}`]),
      ...left.map((what) => `docker compose down leaves ${what}`),
    ],
  }
}

/** Containers that are others than before, or were started again. */
function changes(by: string, before: Lives, after: Lives): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    const [was = '', is = ''] = [before[name], after[name]]
    if (was === is) return []
    const isSame = was.slice(0, 64) === is.slice(0, 64)
    return [
      `${by} ${was === '' ? 'makes' : is === '' ? 'removes' : isSame ? 'restarts' : 'replaces'} ${name}`,
    ]
  })
}

async function run(
  program: Pick<ComposeCli, 'program' | 'args'>,
  folder: ProjectFolder,
  command: { readonly args: readonly string[]; readonly around: Surroundings },
): Promise<Ran> {
  const ran = await runProgram(program, folder, command)
  if (ran.status === 0) return ran
  const name = program === berth ? 'berth' : 'docker compose'
  throw new Error(`${name} ${command.args.join(' ')} fails: ${ran.output.trim().slice(-500)}`)
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? ''
