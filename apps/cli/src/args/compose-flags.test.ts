import { describe, expect, it } from 'vitest'
import { commands, notYetCommands } from '../commands.ts'
import recorded from '../testing/compose-flags.json' with { type: 'json' }
import type { Flags } from './flag.ts'

/** What `docker compose VERB --help` of 2.40.3 lists: long flags, with their letter where they have one. */
const composeFlags: Readonly<Record<string, Readonly<Record<string, string>>>> = recorded

const named = (name: string) => (Object.hasOwn(commands, name) ? commands[name] : undefined)

/** A flag by its name, or by another spelling of it. */
const flagOf = (flags: Flags, name: string) =>
  flags[name] ?? Object.values(flags).find(({ also }) => also?.includes(name))

describe.each(Object.entries(composeFlags))('%s of Docker Compose', (name, flags) => {
  const command = named(name)

  it('is a command, or said not to be there', () => {
    expect(command !== undefined || notYetCommands.includes(name)).toBe(true)
  })

  it('has each of its flags here, or a reason why not', () => {
    if (command === undefined) return
    const unexplained = Object.keys(flags).filter(
      (flag) => flagOf(command.flags, flag) === undefined && !command.leftOut[flag],
    )
    expect(unexplained).toEqual([])
  })

  it('has its letters for the same flags', () => {
    if (command === undefined) return
    const wrong = Object.entries(flags).filter(([flag, letter]) => {
      const own = flagOf(command.flags, flag)
      return own !== undefined && letter !== '' && own.short !== letter
    })
    expect(wrong).toEqual([])
  })

  it('is not said to have flags that it does not have', () => {
    const strange = Object.keys(command?.leftOut ?? {}).filter(
      (flag) => !(flag in flags) && !Object.values(flags).includes(flag),
    )
    expect(strange).toEqual([])
  })
})
