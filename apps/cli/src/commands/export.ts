import path from 'node:path'
import type { ContainerSummary, EngineReader } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { exportFlags } from '../args/inside-flags.ts'
import { fileFault } from '../copy/local-source.ts'
import { writeWhole } from '../copy/write-whole.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { progressStyle } from '../progress/progress.ts'
import { findContainer } from '../project/find-container.ts'
import { findTarget } from '../project/target.ts'

type ExportInput = CommandInput<typeof exportFlags>

/** `berth export`: all files of a container as a tar, on standard output or in a file. */
export async function exportFiles(input: ExportInput): Promise<number> {
  const { flags, globals, world, services } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const [service, ...others] = services
  if (service === undefined || others.length > 0) return refuse(notOneService)
  if (flags.output === undefined && world.out.isTerminal) return refuse(noTarOnTerminal)
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const found = await findContainer(engine, { project: target.name, service, index: flags.index })
    if ('problem' in found) return refuse(found.problem)
    try {
      await writeTar(engine, found, input)
      return 0
    } catch (error) {
      const wrong = fileFault(error)
      if (wrong === undefined) throw error
      return refuse({ code: 'CLI_WRITE_FAILED', message: `Could not write ${flags.output}: ${wrong}` })
    }
  })
}

async function writeTar(
  engine: EngineReader,
  { id, name }: ContainerSummary,
  { flags: { output }, globals, world }: ExportInput,
): Promise<void> {
  const isQuiet = progressStyle(globals, world, world.err.isTerminal) === 'quiet'
  const to = output === undefined ? '' : ` to ${output}`
  const say = (word: string) => !isQuiet && world.err.write(` ${name} export${to} ${word}\n`)
  say('Exporting')
  const tar = engine.exportContainer(id)
  if (output === undefined) for await (const bytes of tar) await world.out.writeBytes(bytes)
  else await writeWhole(path.resolve(world.cwd, output), tar)
  say('Exported')
}

const notOneService: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth export` needs one service',
  fix: 'Write for example `berth export web -o web.tar`.',
}

const noTarOnTerminal: Problem = {
  code: 'CLI_BAD_VALUE',
  message: 'a tar is not for a terminal',
  fix: 'Name a file with --output, or redirect standard output.',
}
