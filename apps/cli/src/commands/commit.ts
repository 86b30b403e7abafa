import type { CommandInput } from '../args/command.ts'
import type { commitFlags } from '../args/inside-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { progressStyle } from '../progress/progress.ts'
import { findContainer } from '../project/find-container.ts'
import { findTarget } from '../project/target.ts'

/** `berth commit`: an image of what has become of the files of a running container. */
export async function commit(input: CommandInput<typeof commitFlags>): Promise<number> {
  const { flags, globals, world, services } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const [service, reference, ...others] = services
  if (service === undefined || others.length > 0) return refuse(notOneService)
  const target = findTarget({ ...input, services: [service] })
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const found = await findContainer(engine, { project: target.name, service, index: flags.index })
    if ('problem' in found) return refuse(found.problem)
    const isQuiet = progressStyle(globals, world, world.err.isTerminal) === 'quiet'
    const say = (words: string) => !isQuiet && world.err.write(` ${found.name} commit ${words}\n`)
    say('Committing')
    const { id } = await engine.commitContainer(found.id, {
      ...(reference !== undefined && { reference }),
      ...(flags.author !== undefined && { author: flags.author }),
      ...(flags.message !== undefined && { comment: flags.message }),
      changes: flags.change,
      isLive: !flags.pause,
    })
    say(`Committed as ${id}`)
    return 0
  })
}

const notOneService: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth commit` needs one service, and the name of the image if it is to have one',
  fix: 'Write for example `berth commit web mine/web:1`.',
}
