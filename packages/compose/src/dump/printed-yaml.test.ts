import fc from 'fast-check'
import { describe, it } from 'vitest'
import { parse } from 'yaml'
import { printYaml } from './yaml-text.ts'

/** What the library reads back; `null` prototypes do not matter. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1e3',
    '0o7',
    '12:30',
    '2020-01-02',
    ' a\nb',
    'a\n\n',
    '# no',
    'a: b',
    '- a',
    '|',
  ),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}))

describe('printYaml', () => {
  it('prints what another reader of YAML understands as we do', () => {
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 5 }), (model) => {
        const read = parse(printYaml(model as Parameters<typeof printYaml>[0]), { uniqueKeys: true })
        return JSON.stringify(sorted(plain(read ?? {}))) === JSON.stringify(sorted(plain(model)))
      }),
      { numRuns: 500 },
    )
  })
})

/** The library keeps the order of keys but for those that look like numbers. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
