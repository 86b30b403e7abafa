import { describe, expect, it } from 'vitest'
import { ansiStyle, plainStyle } from '../print/style.ts'
import { widthOf } from '../print/width.ts'
import type { Row } from './board.ts'
import { formatFrame } from './frame.ts'

const rows: Row[] = [
  { title: 'Network shop_default', state: 'done', status: 'Created', startedAt: 0, endedAt: 300 },
  {
    title: 'Container shop-db-1',
    state: 'active',
    status: 'Waiting',
    note: 'healthcheck starting',
    startedAt: 500,
  },
  { title: 'Container shop-web-1', state: 'waiting', status: '' },
  {
    title: 'Container shop-job-1',
    state: 'failed',
    status: 'Error',
    note: 'no such image',
    startedAt: 0,
    endedAt: 900,
  },
]

const input = { heading: 'Deploying shop', rows, startedAt: 0, now: 2000, columns: 72, style: plainStyle }

describe('formatFrame', () => {
  it('draws a heading and one line per row, with times at the right', () => {
    expect(formatFrame(input)).toEqual([
      ' Deploying shop  1/4                                               2.0s',
      ' ✔ Network shop_default  Created                                   0.3s',
      ' ⠋ Container shop-db-1   Waiting  healthcheck starting             1.5s',
      ' · Container shop-web-1',
      ' ✘ Container shop-job-1  Error  no such image                      0.9s',
    ])
  })

  it.each([20, 40, 60, 200])('is never wider than %d columns', (columns) => {
    const long = [
      ...rows,
      { title: `Container ${'x'.repeat(300)}`, state: 'active', status: 'Starting' } as const,
    ]
    const frame = formatFrame({ ...input, rows: long, columns, style: ansiStyle })
    expect(Math.max(...frame.map(widthOf))).toBeLessThanOrEqual(Math.max(columns - 1, 28))
  })

  it('keeps what goes on and what failed when not all rows fit, and says how many it hides', () => {
    const frame = formatFrame({ ...input, height: 5 })
    expect(frame.join('\n')).toContain('shop-db-1')
    expect(frame.join('\n')).toContain('shop-job-1')
    expect(frame.at(-1)).toBe('   … and 2 more')
    expect(frame).toHaveLength(4)
  })
})
