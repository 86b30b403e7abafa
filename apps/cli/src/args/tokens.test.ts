import { parseArgs } from 'node:util'
import { expect, it } from 'vitest'
import type { Flags } from './flag.ts'
import { type Token, tokensOf } from './tokens.ts'

const flags = {
  all: { kind: 'switch', short: 'a', help: '' },
  file: { kind: 'list', short: 'f', placeholder: 'FILE', help: '' },
  timeout: { kind: 'integer', short: 't', also: ['time'], placeholder: 'SECONDS', help: '' },
} as const satisfies Flags

const options = {
  all: { type: 'boolean', short: 'a' },
  file: { type: 'string', short: 'f' },
  timeout: { type: 'string', short: 't' },
  time: { type: 'string' },
} as const

const pieces = ['-', '--', '=', 'a', 'f', 'x', 'all', 'file', 'time', '1']
const inAll = (parts: readonly string[]) => parts.flatMap((a) => pieces.map((b) => a + b))
const words = ['', ...pieces, ...inAll(pieces), ...inAll(inAll(['-', '--']))]
/** `-a=1`, which we read otherwise; dashes among letters, and no name at all, which `parseArgs` reads strangely. */
const isOdd = (text: string) => /^-[a-z]=1$|^-[^-].*-|^--=/.test(text)

/** What `parseArgs` of Node says of the same. */
function expectedOf(args: string[]) {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true })
  return tokens.flatMap<Token>((token) => {
    if (token.kind === 'option-terminator') return []
    if (token.kind === 'positional') return [token]
    const { kind, index, name, rawName, value } = token
    return [{ kind, index, name, rawName, ...(value !== undefined && { value }) }]
  })
}

it.each(['-f', '--', '--all', 'word'])(
  'takes every word before and after %s apart as parseArgs does',
  (other) => {
    for (const word of words.filter((text) => !isOdd(text))) {
      for (const args of [
        [word, other],
        [other, word, '-t'],
      ]) {
        expect(tokensOf(args, flags), JSON.stringify(args)).toEqual(expectedOf(args))
      }
    }
  },
)

it('lets a letter be switched off', () => {
  expect(tokensOf(['-a=false'], flags)).toEqual([
    { kind: 'option', index: 0, name: 'all', rawName: '--all', value: 'false' },
  ])
})
