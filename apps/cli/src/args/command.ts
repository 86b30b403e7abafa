import type { World } from '../world.ts'
import type { Flags, FlagValues } from './flag.ts'
import type { GlobalFlags } from './global-flags.ts'

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
