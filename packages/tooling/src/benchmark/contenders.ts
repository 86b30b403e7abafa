import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { loadProjectFromDisk } from '@berth/compose/node'
import type { ComposeCli } from '../compose-cli.ts'
import { root } from '../testing/step.ts'
import type { SampleProject } from './sample-projects.ts'

/** Who is measured. */
export type Contender = 'loaderWarm' | 'loaderCold' | 'nodeEmpty' | 'berthConfig' | 'composeConfig'

/** Times one run each, in milliseconds; throws when what is measured does not succeed. */
export type Contenders = { readonly [C in Contender]: (project: SampleProject) => number }

const environment = { HOME: '/home/ada', PATH: process.env.PATH ?? '' } as const
const coldLoad = path.join(import.meta.dirname, 'cold-load.ts')
const berth = path.join(root, 'apps/cli/bin/berth')
const config = ['config', '--format', 'json'] as const

export const contendersWith = (cli: ComposeCli): Contenders => ({
  loaderWarm: ({ folder }) => {
    // The processes of the others have just been running: what they took of the processor's caches is not ours to pay.
    load(folder)
    return timeOf(() => load(folder))
  },
  loaderCold: ({ folder }) => Number(run(process.execPath, [coldLoad, folder], folder)),
  nodeEmpty: ({ folder }) => timeOf(() => run(process.execPath, ['-e', ''], folder)),
  berthConfig: ({ folder }) => timeOf(() => run(berth, config, folder)),
  composeConfig: ({ folder }) => timeOf(() => run(cli.program, [...cli.args, ...config], folder)),
})

function load(folder: string): void {
  const { project } = loadProjectFromDisk({ cwd: folder, environment })
  if (project === undefined) throw new Error(`Our loader refuses ${folder}.`)
}

function timeOf(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed in ${cwd}: ${stderr}`)
  return stdout
}
