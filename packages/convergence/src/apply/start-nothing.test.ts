import { EngineError } from '@berth/docker-engine'
import { createFakeEngine } from '@berth/testkit'
import { expect, it } from 'vitest'
import { containersOf, idOf, up } from '../testing/converge-on.ts'

const file = (tag: string) => `
name: shop
services:
  web:
    image: web
    environment: {TAG: ${tag}}
`

const engineWithWeb = () => createFakeEngine({ images: [{ reference: 'web' }] })

it('R53: puts a container that does not run in the place of the one that differs', async () => {
  const engine = engineWithWeb()
  await up(engine, file('1'))
  const before = await idOf(engine, 'shop-web-1')
  const { result } = await up(engine, file('2'), { plan: { start: false } })
  expect(result).toMatchObject({ outcome: 'succeeded', failures: [] })
  await expect(containersOf(engine)).resolves.toEqual(['shop-web-1 created'])
  expect(await idOf(engine, 'shop-web-1')).not.toBe(before)
})

it('R53, R25: starts the old container again when it cannot be removed', async () => {
  const engine = engineWithWeb()
  await up(engine, file('1'))
  const before = await idOf(engine, 'shop-web-1')
  engine.failNext('removeContainer', new EngineError('ENGINE_CONFLICT', 'in use'))
  const { result } = await up(engine, file('2'), { plan: { start: false } })
  expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['web'] })
  await expect(containersOf(engine)).resolves.toEqual(['shop-web-1 running'])
  expect(await idOf(engine, 'shop-web-1')).toBe(before)
})
