import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { examplesFolder, folderOf, loadExample } from '../scripts/code-examples.ts'
import { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'

// Safe: the table has these keys and no others.
const codes = Object.keys(diagnosticCodes) as DiagnosticCode[]

describe('the examples of the codes', () => {
  it('are one for each', () => {
    expect(readdirSync(examplesFolder)).toEqual(codes.map(folderOf).toSorted())
  })

  it.each(codes)('give %s, and nothing else', (code) => {
    expect(loadExample(code).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code])
  })
})
