import { expect, it } from 'vitest'
import { readData } from './read-data.ts'

it('gives the values of a file and where they stand', () => {
  const { value, diagnostics, rangeAt } = readData('policy.yaml', 'rules:\n  ports: [80, 8000-8999]\n')
  expect(value).toEqual({ rules: { ports: [80, '8000-8999'] } })
  expect(diagnostics).toEqual([])
  expect(rangeAt(['rules', 'ports', 1])).toMatchObject({ file: 'policy.yaml', line: 2, column: 15 })
})

it('gives the place of what is above, where there is nothing', () => {
  const { rangeAt } = readData('policy.yaml', 'rules:\n  ports: [80]\n')
  expect(rangeAt(['rules', 'ports', 7, 'x'])).toMatchObject({ line: 2, column: 10 })
  expect(rangeAt([])).toMatchObject({ line: 1, column: 1 })
})

it('tells what is wrong with a text that is not YAML', () => {
  const { value, diagnostics } = readData('policy.yaml', 'rules: [')
  expect(value).toBeUndefined()
  expect(diagnostics).toMatchObject([{ code: 'COMPOSE_YAML_INVALID', range: { file: 'policy.yaml' } }])
})
