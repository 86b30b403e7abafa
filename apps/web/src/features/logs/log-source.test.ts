import { expect, it } from 'vitest'
import { formatLines } from './format-lines.ts'
import { logPath } from './useLogStream.ts'

it('asks the server for no more than was chosen', () => {
  const source = { project: 'shop', tail: 200, since: '', stream: '' } as const
  expect(logPath(source)).toBe('/api/v1/projects/shop/logs/ws?tail=200')
  expect(logPath({ ...source, since: '15m', stream: 'stderr' })).toBe(
    '/api/v1/projects/shop/logs/ws?tail=200&since=15m&stream=stderr',
  )
})

it('saves lines with time and container, without colours', () => {
  const line = {
    container: 'shop-web-1',
    service: 'web',
    number: 1,
    stream: 'stdout',
    time: 0,
    id: 0,
  } as const
  expect(formatLines([{ ...line, text: '\u001b[31mred\u001b[0m' }])).toBe(
    '1970-01-01T00:00:00.000Z shop-web-1 | red\n',
  )
})
