import { describe, expect, it } from 'vitest'
import { plainText, toAnsiSpans } from './ansi.ts'

describe('toAnsiSpans', () => {
  it('keeps a line without colours whole', () => {
    expect(toAnsiSpans('ready <b>now</b>')).toEqual([{ text: 'ready <b>now</b>', classes: '' }])
  })

  it('makes a stretch of each colour', () => {
    expect(toAnsiSpans('\u001b[31mERROR\u001b[0m no \u001b[1mdisk\u001b[0m')).toEqual([
      { text: 'ERROR', classes: 'ansi-fg ansi-red' },
      { text: ' no ', classes: '' },
      { text: 'disk', classes: 'ansi-bold' },
    ])
  })

  it.each([
    ['a title', '\u001b]0;title\u0007text'],
    ['a link', '\u001b]8;;http://x\u001b\\text'],
    ['cursor movements', '\u001b[2K\u001b[1Gtext'],
    ['a progress line that was overwritten', ' 10%\r 50%\rtext\r'],
  ])('drops %s', (_what, line) => {
    expect(toAnsiSpans(line)).toEqual([{ text: 'text', classes: '' }])
  })
})

it('searches text without its colours', () => {
  expect(plainText('\u001b[32mok\u001b[0m done')).toBe('ok done')
})
