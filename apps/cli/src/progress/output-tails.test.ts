import { expect, it } from 'vitest'
import { createOutputTails } from './output-tails.ts'

it('keeps the last twenty lines of each action, empty ones left out', () => {
  const tails = createOutputTails()
  for (let line = 1; line <= 25; line += 1)
    tails.onEvent({ kind: 'action-output', action: 'a', text: `${line}\n\n` })
  tails.onEvent({ kind: 'action-output', action: 'b', text: 'one\r\ntwo' })
  tails.onEvent({ kind: 'action-started', action: 'b', at: 0 })
  expect(tails.of('a')).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 6)))
  expect(tails.of('b')).toEqual(['one', 'two'])
  expect(tails.of('c')).toEqual([])
})
