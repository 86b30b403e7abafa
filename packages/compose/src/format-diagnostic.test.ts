import { describe, expect, it } from 'vitest'
import { formatDiagnostic } from './format-diagnostic.ts'

const sources = new Map([['/app/compose.yaml', 'services:\n\tweb:\n    image: 5\n']])
const fault = { code: 'COMPOSE_WRONG_TYPE', severity: 'error', message: 'Wrong.' } as const

describe('formatDiagnostic', () => {
  it('shows the place, the line with a caret and the fix', () => {
    const range = { file: '/app/compose.yaml', line: 3, column: 12, length: 1 }
    expect(formatDiagnostic({ ...fault, fix: 'Quote it.', range }, sources)).toBe(
      [
        '/app/compose.yaml:3:12: error COMPOSE_WRONG_TYPE: Wrong.',
        '  2 |  web:',
        '  3 |     image: 5',
        '    |            ^',
        '  fix: Quote it.',
      ].join('\n'),
    )
  })

  it('shows the message alone when there is no place', () => {
    expect(formatDiagnostic(fault, sources)).toBe('error COMPOSE_WRONG_TYPE: Wrong.')
  })

  it('leaves the line out when the text is not at hand', () => {
    const range = { file: '/other.yaml', line: 1, column: 1, length: 1 }
    expect(formatDiagnostic({ ...fault, range }, sources)).toBe(
      '/other.yaml:1:1: error COMPOSE_WRONG_TYPE: Wrong.',
    )
  })
})
