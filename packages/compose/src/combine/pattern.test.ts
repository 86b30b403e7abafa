import { expect, it } from 'vitest'
import { matchPattern, patternTable } from './pattern.ts'

const table = patternTable([
  ['services.*.command', 'command'],
  ['networks.*.ipam.config', 'pools'],
])

it.each([
  [['services', 'a', 'command'], 'command'],
  [['services', 'a.b', 'command'], 'command'],
  [['services', 'a', 'command', 0], undefined],
  [['services', 'a'], undefined],
  [['networks', 'n', 'ipam', 'config'], 'pools'],
])('finds what is said of %j', (path, value) => {
  expect(matchPattern(table, path)).toBe(value)
})
