import { expect, it } from 'vitest'
import { suggest } from './suggest.ts'

const attributes = ['image', 'ports', 'environment', 'depends_on', 'volumes']

it.each([
  ['imagee', 'image'],
  ['iamge', 'image'],
  ['Image', 'image'],
  ['port', 'ports'],
  ['enviroment', 'environment'],
  ['depends-on', 'depends_on'],
])('takes %s for %s', (word, meant) => {
  expect(suggest(word, attributes)).toBe(meant)
})

it.each(['x', 'ab', 'nothing', 'zzzzz'])('has no idea what %s is', (word) => {
  expect(suggest(word, attributes)).toBeUndefined()
})
