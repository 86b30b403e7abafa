import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { berth, type Ran, type RunningBerth, startBerth } from './berth.ts'

/** A project on the Engine of the tests, with its file in a folder of its own. */
export interface DeployedProject {
  readonly project: string
  readonly folder: string
  readonly engine: Awaited<ReturnType<typeof connectTestEngine>>
  /** Runs `berth` in the folder. */
  readonly berth: (...args: string[]) => Promise<Ran>
  readonly start: (...args: string[]) => RunningBerth
  /** Runs `berth` where there is no compose file. */
  readonly elsewhere: (...args: string[]) => Promise<Ran>
  /** Removes the containers, networks, volumes and files. */
  readonly remove: () => Promise<void>
}

/** Writes a file with these services and deploys it; rejects when that fails. */
export async function deployForTest(services: string, rest = ''): Promise<DeployedProject> {
  const engine = await connectTestEngine()
  await ensureBusybox(engine)
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  const empty = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  const project = uniqueProject('cli')
  await writeFile(path.join(folder, 'compose.yaml'), `name: ${project}\nservices:${services}\n${rest}\n`)
  const remove = async () => {
    await removeProject(engine, project)
    engine.close()
    await rm(folder, { recursive: true, force: true })
    await rm(empty, { recursive: true, force: true })
  }
  const { code, err } = await berth(folder, ['up', '-d'])
  if (code !== 0) {
    await remove()
    throw new Error(`berth up ended with ${code}:\n${err}`)
  }
  return {
    project,
    folder,
    engine,
    berth: (...args) => berth(folder, args),
    start: (...args) => startBerth(folder, args),
    elsewhere: (...args) => berth(empty, args),
    remove,
  }
}
