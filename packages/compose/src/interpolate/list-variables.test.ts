import { expect, it } from 'vitest'
import { listVariables } from './list-variables.ts'

const list = (model: Parameters<typeof listVariables>[0]) =>
  listVariables(model).map(({ name, isRequired, defaultValue, presenceValue }) =>
    [name, isRequired && '!', defaultValue && `-${defaultValue}`, presenceValue && `+${presenceValue}`]
      .filter(Boolean)
      .join(' '),
  )

it.each([
  ['$A and ${B} and $$C', ['A', 'B']],
  ['${A:-1}${A:-2}', ['A -1']],
  ['${A:?say it}${B?${C}}', ['A !', 'B !']],
  ['${A:-${B:-c}}', ['A -${B:-c}', 'B -c']],
  ['${A:+${B-1}}', ['A +${B-1}', 'B -1']],
  ['$5 ${1A} and ${', []],
])('finds the variables of %s', (text, found) => {
  expect(list(text)).toEqual(found)
})

it('looks into lists and mappings, and leaves keys alone', () => {
  expect(list({ '${KEY}': ['$B', { x: '$A' }, 5, null], z: '${A:-last}' })).toEqual(['A -last', 'B'])
})
