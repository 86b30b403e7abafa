import { describe, expect, it } from 'vitest'
import type { Flags } from './flag.ts'
import { parseFlags, splitAtCommand } from './parse.ts'

const flags = {
  detach: { kind: 'switch', short: 'd', also: ['background'], help: '' },
  file: { kind: 'list', short: 'f', placeholder: 'FILE', help: '' },
  format: { kind: 'text', placeholder: 'FORMAT', choices: ['json', 'yaml'], help: '' },
  timeout: { kind: 'integer', short: 't', placeholder: 'SECONDS', help: '' },
} as const satisfies Flags

const before = { 'env-file': { kind: 'list', placeholder: 'FILE', help: '' } } as const satisfies Flags

const context = { command: 'berth up', flags, leftOut: { watch: 'not there', w: 'not there' }, before }

function parse(line: string) {
  return parseFlags(line.split(' ').filter(Boolean), context)
}

function problemOf(line: string) {
  const parsed = parse(line)
  return 'problem' in parsed ? parsed.problem : undefined
}

describe('splitAtCommand', () => {
  it('splits at the first word that is no value of a flag', () => {
    expect(splitAtCommand(['-f', 'up', '-d', 'up', '-f', 'x'], flags)).toEqual([
      ['-f', 'up', '-d'],
      ['up', '-f', 'x'],
    ])
  })

  it('gives everything to the first part when there is no command', () => {
    expect(splitAtCommand(['-d', '--file', 'a'], flags)).toEqual([['-d', '--file', 'a'], []])
  })
})

describe('parseFlags', () => {
  it.each([
    { line: '', values: { detach: false, file: [], format: undefined, timeout: undefined } },
    { line: '-d', values: { detach: true } },
    { line: '--detach=false', values: { detach: false } },
    { line: '-f a --file b --file=c -fd', values: { file: ['a', 'b', 'c', 'd'] } },
    { line: '-f -', values: { file: ['-'] } },
    { line: '-dt 5', values: { detach: true, timeout: 5 } },
    { line: '-t5', values: { timeout: 5 } },
    { line: '-t=5', values: { timeout: 5 } },
    { line: '-t -1', values: { timeout: -1 } },
    { line: '--format json', values: { format: 'json' } },
  ])('reads "$line"', ({ line, values }) => {
    expect(parse(line)).toMatchObject({ values })
  })

  it('takes words from anywhere, and after -- whatever they look like', () => {
    expect(parse('web -d db -- -x')).toMatchObject({ rest: ['web', 'db', '-x'], values: { detach: true } })
  })

  it('knows other spellings of a flag', () => {
    expect(parse('--background')).toMatchObject({ values: { detach: true } })
    expect(parse('--background=false')).toMatchObject({ values: { detach: false } })
  })

  it('leaves what follows the first word to the command that is run there', () => {
    const words = '-d --format json web ls -d --help -- -x'.split(' ')
    const parsed = parseFlags(words, { ...context, stopsAtFirstWord: true })
    expect(parsed).toMatchObject({
      values: { detach: true, format: 'json' },
      rest: ['web', 'ls', '-d', '--help', '--', '-x'],
      help: false,
    })
  })

  it.each(['--help', '-h', 'web -dh'])('sees that help is wanted in "%s"', (line) => {
    expect(parse(line)).toMatchObject({ help: true })
  })

  it.each([
    { line: '--detahc', code: 'CLI_UNKNOWN_FLAG', fix: 'Did you mean --detach?' },
    { line: '--xyz', code: 'CLI_UNKNOWN_FLAG', fix: 'See `berth up --help`.' },
    { line: '--constructor', code: 'CLI_UNKNOWN_FLAG', fix: 'See `berth up --help`.' },
    { line: '--env-file x', code: 'CLI_UNKNOWN_FLAG', fix: 'belongs before the command' },
    { line: '--watch', code: 'CLI_NOT_YET', fix: 'Leave it out' },
    { line: '-w', code: 'CLI_NOT_YET', fix: 'Leave it out' },
    { line: '--format jsno', code: 'CLI_BAD_VALUE', fix: 'Did you mean json?' },
    { line: '--format', code: 'CLI_BAD_VALUE', fix: 'Write --format FORMAT.' },
    { line: '--detach=maybe', code: 'CLI_BAD_VALUE', fix: '--detach=false' },
  ])('refuses "$line" with advice', ({ line, code, fix }) => {
    expect(problemOf(line)).toMatchObject({ code, fix: expect.stringContaining(fix) })
  })

  it('names the flag and the value that is no number', () => {
    expect(problemOf('-t soon')?.message).toBe("-t needs a whole number, not 'soon'")
  })
})
