import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './step.ts'
import { countTests, type VitestReport } from './vitest.ts'

const report = (...files: VitestReport['testResults']): VitestReport => ({
  success: true,
  testResults: files,
})
const file = (...statuses: string[]) => ({
  name: path.join(root, 'a.test.ts'),
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, index) => ({ fullName: `test ${index}`, status })),
})
const brokenFile = {
  name: path.join(root, 'b.test.ts'),
  status: 'failed',
  message: 'boom',
  assertionResults: [],
}

describe('countTests', () => {
  it('counts every test by itself', () => {
    expect(countTests(report(file('passed', 'failed'), file('passed')), 1)).toMatchObject({
      passed: 2,
      failed: 1,
    })
  })

  it('counts a skipped or unfinished test as failed, and names it', () => {
    const outcome = countTests(report(file('passed', 'skipped', 'todo')), 0)
    expect(outcome).toMatchObject({ passed: 1, failed: 2 })
    expect(outcome.output).toContain('a.test.ts: test 1')
  })

  it('counts a file that could not be run as one failure', () => {
    const outcome = countTests(report(file('passed'), brokenFile), 1)
    expect(outcome).toMatchObject({ passed: 1, failed: 1, output: 'b.test.ts: boom' })
  })

  it('fails a run that ends badly although every test passed', () => {
    expect(countTests(report(file('passed')), 1)).toMatchObject({ passed: 1, failed: 1 })
    expect(countTests({ ...report(file('passed')), success: false }, 0)).toMatchObject({ failed: 1 })
  })

  it('fails a run without a test', () => {
    expect(countTests(report(), 0)).toMatchObject({ passed: 0, failed: 1 })
  })
})
