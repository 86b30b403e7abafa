import { expect, it } from 'vitest'
import { suggest } from './suggest.ts'

const words = ['build', 'config', 'down', 'ps', 'up']

it.each([
  ['bulid', 'build'],
  ['DOWN', 'down'],
  ['conf', 'config'],
  ['upp', 'up'],
  ['sp', 'ps'],
  ['deploy', undefined],
  ['x', undefined],
])('means for %s: %s', (word, meant) => {
  expect(suggest(word, words)).toBe(meant)
})
