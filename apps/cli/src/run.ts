import type { Command, CommandInput } from './args/command.ts'
import { globalFlags } from './args/global-flags.ts'
import { formatCommandHelp, formatHelp } from './args/help.ts'
import { type Parsed, parseFlags, splitAtCommand } from './args/parse.ts'
import { suggest } from './args/suggest.ts'
import { commands, globalsLeftOut, notYetCommands } from './commands.ts'
import { printProblem } from './print/print-problem.ts'
import type { Problem } from './problem.ts'
import type { World } from './world.ts'

/**
 * Runs one command line and resolves with the exit code: 0, 1 when something failed or was asked wrongly,
 * 130 after Ctrl-C. Rejects only for what a command did not expect.
 */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const [before, after] = splitAtCommand(argv, globalFlags)
  const globals = parseFlags(before, { command: 'berth', flags: globalFlags, leftOut: globalsLeftOut })
  if ('problem' in globals) return fail(globals.problem, world)

  const [name, ...words] = globals.values.version === true ? ['version'] : after
  if (name === undefined) return help(world, globals.help ? 0 : 1)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (name === 'help') return helpFor(words[0], world)
  if (command === undefined) return fail(unknownCommand(name), world)

  const context = {
    command: `berth ${name}`,
    flags: command.flags,
    leftOut: command.leftOut,
    stopsAtFirstWord: command.stopsAtFirstWord === true,
    before: globalFlags,
  }
  const parsed = parseFlags(words, context)
  if ('problem' in parsed) return fail(parsed.problem, world)
  if (parsed.help || globals.help) return helpFor(name, world)
  const isDry = globals.values['dry-run'] === true
  const conflict = isDry && command.isUnplanned ? noPlan(name) : conflictOf(command, parsed)
  const fault = conflict ?? styleFault(globals.values, world)
  if (fault !== undefined) return fail(fault, world)

  const input = { flags: parsed.values, globals: globals.values, services: parsed.rest, world }
  // Safe: the values were read by the same tables that the command's types come from.
  return command.run(input as unknown as CommandInput<never>)
}

function help({ out, err }: World, code: 0 | 1): number {
  const to = code === 0 ? out : err
  to.write(formatHelp(commands, to.size().columns))
  return code
}

function helpFor(name: string | undefined, world: World): number {
  if (name === undefined) return help(world, 0)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) return fail(unknownCommand(name), world)
  world.out.write(formatCommandHelp(name, command, world.out.size().columns))
  return 0
}

function fail(problem: Problem, world: World): number {
  printProblem(problem, world)
  return 1
}

function unknownCommand(name: string): Problem {
  if (notYetCommands.includes(name)) {
    return {
      code: 'CLI_NOT_YET',
      message: `Berth does not have Docker Compose's command \`${name}\` yet`,
      fix: `\`docker compose ${name}\` works on the same project. \`berth --help\` lists what is there.`,
    }
  }
  const near = suggest(name, [...Object.keys(commands), ...notYetCommands])
  const fix = near === undefined ? 'See `berth --help`.' : `Did you mean \`berth ${near}\`?`
  return { code: 'CLI_UNKNOWN_COMMAND', message: `There is no command \`berth ${name}\``, fix }
}

/** What `COMPOSE_PROGRESS` says stands in for `--progress`, so it is refused where that would be. */
function styleFault({ progress }: Parsed['values'], { env }: World): Problem | undefined {
  const said = progress === undefined ? env.COMPOSE_PROGRESS : undefined
  const styles: readonly string[] = globalFlags.progress.choices
  if (!said || styles.includes(said)) return undefined
  return {
    code: 'CLI_BAD_VALUE',
    message: `COMPOSE_PROGRESS is '${said}', but must be one of ${styles.join(', ')}`,
    fix: 'Correct it, or unset it.',
  }
}

const noPlan = (name: string): Problem => ({
  code: 'CLI_NOT_YET',
  message: `There is no plan of \`berth ${name}\` that --dry-run could show`,
  fix: 'Leave --dry-run out.',
})

function conflictOf(command: Command, { values }: Parsed): Problem | undefined {
  const isGiven = (flag: string) => {
    const value = values[flag]
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false
  }
  const pair = command.conflicts.find((flags) => flags.every(isGiven))
  if (pair === undefined) return undefined
  return { code: 'CLI_CONFLICTING_FLAGS', message: `--${pair[0]} and --${pair[1]} cannot be given together` }
}
