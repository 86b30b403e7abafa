import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ComposeCli } from '../../compose-cli.ts'
import type { BenchProject } from './bench-project.ts'
import { runProgram } from './berth.ts'
import type { EngineContender, Wanted } from './contender.ts'

/** The real `docker compose`: one process for each step. `folder` is for its settings. */
export function composeContender(
  { program, args }: ComposeCli,
  { host, folder }: { readonly host: string; readonly folder: string },
): EngineContender {
  const config = path.join(folder, 'docker-config')
  mkdirSync(config, { recursive: true })
  // It builds with the buildx that lies beside it.
  const plugins = { cliPluginsExtraDirs: [path.dirname(program)] }
  writeFileSync(path.join(config, 'config.json'), JSON.stringify(plugins))
  const env = { HOME: folder, DOCKER_CONFIG: config }
  const call =
    (...command: string[]) =>
    (project: BenchProject, wanted: Wanted) =>
      runProgram(program, [...args, ...command], { project, wanted, host, env })
  return {
    up: call('up', '--detach'),
    restart: call('restart'),
    down: call('down'),
    build: call('build'),
    close: () => {},
  }
}
