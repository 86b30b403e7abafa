import type { World } from '../world.ts'
import type { Flags, FlagValues } from './flag.ts'
import { dryRun, type GlobalFlags } from './global-flags.ts'

/** One command as help shows it, the parser reads it and `run` finds it. */
export interface Command {
  readonly summary: string
  /** What follows the name, for example `[OPTIONS] [SERVICE...]`. */
  readonly usage: string
  readonly flags: Flags
  /** Flags of Docker Compose's command of the same name that it does not have, without dashes, and why. */
  readonly leftOut: Readonly<Record<string, string>>
  /** What follows the first word is for somebody else, whatever it looks like: a command in a container. */
  readonly stopsAtFirstWord?: true
  /** It acts, and there is no plan of it: with `--dry-run` it is refused. */
  readonly isUnplanned?: true
  /** Pairs that cannot be given together. */
  readonly conflicts: readonly (readonly [string, string])[]
  /** Resolves with the exit code. Code of the command is imported here and not before. */
  readonly run: (input: CommandInput<never>) => Promise<number>
}

/** What every command receives. */
export interface CommandInput<F extends Flags> {
  readonly flags: FlagValues<F>
  readonly globals: FlagValues<GlobalFlags>
  /** The words, as typed; names of services for most commands. */
  readonly services: readonly string[]
  readonly world: World
}

/** Ties the type of `run` to the flags; the table holds commands of every shape. */
export function defineCommand<const F extends Flags>(
  command: Omit<Command, 'flags' | 'run'> & {
    readonly flags: F
    readonly run: (input: CommandInput<F>) => Promise<number>
  },
): Command {
  // Safe: the parser makes the values from these same flags.
  return command as unknown as Command
}

/** A command that changes things by a plan: it has `--dry-run`, wherever that stands. */
export function planned<const F extends Flags>(
  command: Omit<Command, 'flags' | 'run'> & {
    readonly flags: F
    readonly run: (input: CommandInput<F>) => Promise<number>
  },
): Command {
  const flags = { ...command.flags, 'dry-run': dryRun }
  const run = (input: CommandInput<F & { readonly 'dry-run': typeof dryRun }>) => {
    const { 'dry-run': isDry } = input.flags as { readonly 'dry-run': boolean }
    const globals = { ...input.globals, 'dry-run': input.globals['dry-run'] || isDry }
    // Safe: more flags than the command asks for.
    return command.run({ ...input, globals } as unknown as CommandInput<F>)
  }
  return defineCommand({
    ...command,
    flags,
    run: run as unknown as (input: CommandInput<typeof flags>) => Promise<number>,
  })
}
