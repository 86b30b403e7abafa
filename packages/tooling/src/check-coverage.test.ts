import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeCoverage } from './check-coverage.ts'
import { root } from './testing/step.ts'

const counts = (covered: number, total: number) => ({ branches: { covered, total } })
const file = (name: string) => path.join(root, name)

describe('judgeCoverage', () => {
  it('passes from 95 of 100 branches on', () => {
    expect(judgeCoverage({ total: counts(95, 100), [file('a.ts')]: counts(95, 100) })).toMatchObject({
      passed: 1,
      failed: 0,
    })
  })

  it('says below that how many are missing, and names the files with the most first', () => {
    const { failed, output } = judgeCoverage({
      total: counts(180, 200),
      [file('packages/x/src/full.ts')]: counts(50, 50),
      [file('packages/x/src/few.ts')]: counts(46, 50),
      [file('packages/x/src/many.ts')]: counts(84, 100),
    })
    expect(failed).toBe(1)
    expect(output.split('\n')).toEqual([
      'The tests of the core visit 90.00 % of its branches, the floor is 95 %: 10 more have to be.',
      'Show in a test or a fixture what they are for, or take out what no input can reach. Most are in:',
      '  packages/x/src/many.ts: 16',
      '  packages/x/src/few.ts: 4',
    ])
  })

  it('fails when nothing was counted, as after a folder has moved', () => {
    expect(judgeCoverage({ total: counts(0, 0) })).toMatchObject({ passed: 0, failed: 1 })
  })
})
