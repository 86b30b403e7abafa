import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './testing/step.ts'

const tests = globSync('{apps,packages}/*/{src,e2e}/**/*.{test,e2e}.ts', { cwd: root })

describe('the tests', () => {
  it('are all run: none is skipped, left for later or singled out', () => {
    const marks = /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only|fails)\b/
    const offenders = tests.filter((file) => marks.test(readFileSync(path.join(root, file), 'utf8')))
    expect(offenders).toEqual([])
  })
})

describe('sources and documents', () => {
  it('name no folder of one machine', () => {
    const machine = /['"`\s]\/(?:work|root)\//
    const files = globSync('{apps,packages,docs,prisma}/**/*.{ts,vue,mjs,sh,md,yaml,json}', {
      cwd: root,
      exclude: (name) => /node_modules|dist|generated/.test(String(name)),
    })
    const offenders = files.filter((file) => machine.test(readFileSync(path.join(root, file), 'utf8')))
    expect(offenders).toEqual([])
  })
})
