import { expect, it } from 'vitest'
import { readOnDemand } from './read-on-demand.ts'

it('reads each file once, when it is asked for, and remembers what is not there', () => {
  const asked: string[] = []
  const { sources, absent } = readOnDemand((path) => {
    asked.push(path)
    return path === '/a' ? { kind: 'text', text: 'A' } : { kind: 'absent' }
  })
  expect(sources.size).toBe(0)
  expect([sources.get('/a'), sources.get('/a'), sources.get('/b'), sources.get('/b')]).toEqual([
    'A',
    'A',
    undefined,
    undefined,
  ])
  expect(asked).toEqual(['/a', '/b'])
  expect([[...sources.keys()], [...absent]]).toEqual([['/a'], ['/b']])
})
