import { createFakeEngine } from '@berth/testkit'
import { expect, it } from 'vitest'
import { containersOf, up } from '../testing/converge-on.ts'

const file = (tag: string) => `
name: shop
services:
  web:
    image: web
    environment: {TAG: ${tag}}
`

it('fails the wait for a container that is not healthy in time, and brings back what ran', async () => {
  let health: 'healthy' | 'starting' = 'healthy'
  const engine = createFakeEngine({
    images: [{ reference: 'web', config: { Healthcheck: { Test: ['CMD', 'true'] } } }],
    program: () => ({ health }),
  })
  await up(engine, file('1'))
  health = 'starting'
  const { result } = await up(engine, file('2'), { apply: { waitTimeoutMs: 2_000 } })
  expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['web'] })
  expect(result.failures).toMatchObject([
    {
      code: 'CONTAINER_NOT_READY',
      message: 'Service web: container shop-web-1 was not ready after 2 s: healthcheck starting.',
    },
  ])
  await expect(containersOf(engine)).resolves.toEqual(['shop-web-1 running'])
})
