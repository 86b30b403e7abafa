import { describe, expect, it } from 'vitest'
import { commands } from '../commands.ts'
import { widthOf } from '../print/width.ts'
import { formatCommandHelp, formatHelp } from './help.ts'

describe('help', () => {
  it('lists every command with what it does, and the flags for all of them', () => {
    const help = formatHelp(commands, 200)
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(help).toContain(`\n  ${name.padEnd(10)}${summary}\n`)
    }
    expect(help).toContain('-p, --project-name NAME')
  })

  it.each(Object.entries(commands))('lists every flag of %s', (name, command) => {
    const help = formatCommandHelp(name, command, 80)
    expect(help).toMatch(new RegExp(`^Usage: {2}berth \\[OPTIONS\\] ${name} `))
    const offered = Object.entries(command.flags).filter(([, { isHidden }]) => !isHidden)
    for (const [flag] of offered) expect(help).toContain(`--${flag}`)
  })

  it.each(Object.entries(commands))('keeps the lines of %s within the terminal', (name, command) => {
    const lines = formatCommandHelp(name, command, 60).split('\n')
    const tooWide = lines.filter((line) => line.startsWith('      ') && widthOf(line) > 60)
    expect(tooWide).toEqual([])
  })

  it.each(Object.entries(commands))('does not say of a flag of %s that it is not there', (_name, command) => {
    expect(Object.keys(command.flags).filter((flag) => Object.hasOwn(command.leftOut, flag))).toEqual([])
  })
})
