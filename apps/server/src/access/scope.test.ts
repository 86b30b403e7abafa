import { expect, it } from 'vitest'
import { reaches } from './scope.ts'

it.each([
  ['shop', 'shop', true],
  ['shop', 'shop-2', false],
  ['shop-*', 'shop-2', true],
  ['shop-*', 'shop', false],
  ['*', 'shop', true],
  ['*-run-*', 'shop-run-4711', true],
  ['*-run-*', 'shop-walk-4711', false],
  ['a*a', 'a', false],
  ['a*ab*b', 'aab', false],
  ['a*b*c', 'axbxc', true],
])('a token for %s, asked for %s: %s', (pattern, project, expected) => {
  expect(reaches({ scope: { projects: ['other', pattern] } }, project)).toBe(expected)
})

it('who is held to no projects reaches all', () => {
  expect(reaches({}, 'shop')).toBe(true)
  expect(reaches({ scope: { permissions: ['project:read'] } }, 'shop')).toBe(true)
})
