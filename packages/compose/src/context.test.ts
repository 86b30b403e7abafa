import { describe, expect, it } from 'vitest'
import { createFindings } from './context.ts'
import { createSource } from './source.ts'

const sourceA = createSource('/a', 'one\ntwo\n')
const sourceB = createSource('/b', 'one\ntwo\n')

describe('findings', () => {
  it('come in the order of the files and their lines, those without a place first', () => {
    const findings = createFindings()
    const report = (message: string, origin?: { source: typeof sourceA; start: number; end: number }) =>
      findings.report({ code: 'COMPOSE_EMPTY', message, origin })
    report('b1', { source: sourceB, start: 0, end: 1 })
    report('a2', { source: sourceA, start: 4, end: 5 })
    report('nowhere')
    report('a1', { source: sourceA, start: 0, end: 1 })
    expect(findings.sorted(['/a', '/b']).map(({ message }) => message)).toEqual(['nowhere', 'a1', 'a2', 'b1'])
  })

  it('are kept once when the same is reported for several files', () => {
    const findings = createFindings()
    findings.report({ code: 'COMPOSE_EMPTY', message: 'same' })
    findings.report({ code: 'COMPOSE_EMPTY', message: 'same' })
    expect(findings.sorted([])).toHaveLength(1)
  })

  it('know which parts of the model have an error', () => {
    const findings = createFindings()
    findings.report({ code: 'COMPOSE_WRONG_TYPE', message: 'x', path: ['services', 'web', 'image'] })
    findings.report({ code: 'COMPOSE_VERSION_OBSOLETE', message: 'y', path: ['version'] })
    expect(findings.isFaulty('services', 'web')).toBe(true)
    expect(findings.isFaulty('services', 'db')).toBe(false)
    expect(findings.isFaulty('version')).toBe(false)
  })

  it('are limited, as nobody reads thousands', () => {
    const findings = createFindings()
    for (let count = 0; count < 2000; count++) findings.report({ code: 'COMPOSE_EMPTY', message: `${count}` })
    expect(findings.sorted([])).toHaveLength(500)
  })
})
