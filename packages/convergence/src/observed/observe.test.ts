import { EngineError } from '@berth/docker-engine'
import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { isEmptyPlan } from '../plan/format/format-plan.ts'
import { planUpOn, up } from '../testing/converge-on.ts'
import { countCalls } from '../testing/count-calls.ts'
import { projectFrom } from '../testing/states.ts'
import { observe, observeTarget } from './observe.ts'

const file = (tag: string) => `
name: shop
services:
  web: {image: web, scale: 3, environment: {TAG: "${tag}"}, healthcheck: {test: [CMD, x]}}
  db: {image: db, volumes: [data:/data, more:/more]}
volumes:
  data: {}
  more: {external: true, name: elsewhere}
networks:
  default: {external: true, name: edge}
`

async function running() {
  const engine = createFakeEngine({ images: [{ reference: 'web' }, { reference: 'db' }] })
  await engine.createNetwork({ Name: 'edge', Labels: {} })
  await engine.createNetwork({ Name: 'unrelated', Labels: {} })
  await engine.createVolume({ Name: 'elsewhere', Labels: {} })
  await up(engine, file('1'))
  return engine
}

const targetOf = (text: string) => observeTarget(toDesiredState(projectFrom(text)))

describe('observe', () => {
  it('needs one list of each kind when nothing changed', async () => {
    const { engine: reader, calls } = countCalls(await running())
    const observed = await observe(reader, targetOf(file('1')))
    expect(calls).toEqual({
      listContainers: 1,
      listNetworks: 1,
      listVolumes: 1,
      inspectVolume: 1,
      findImages: 1,
    })
    expect(observed.containers.map(({ name, health }) => [name, health])).toEqual([
      ['shop-db-1', undefined],
      ['shop-web-1', 'healthy'],
      ['shop-web-2', 'healthy'],
      ['shop-web-3', 'healthy'],
    ])
    expect(observed.networks.map(({ name }) => name)).toEqual(['edge'])
    expect(observed.volumes.map(({ name }) => name)).toEqual(['elsewhere', 'shop_data'])
  })

  it('needs four calls or fewer for fifty services with an image and a volume each', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index)
    const services = numbers.map((number) => [
      `s${number}`,
      { image: `image${number}`, volumes: [`data${number}:/data`] },
    ])
    const volumes = numbers.map((number) => [`data${number}`, {}])
    const text = JSON.stringify({
      name: 'shop',
      services: Object.fromEntries(services),
      volumes: Object.fromEntries(volumes),
    })
    const engine = createFakeEngine({ images: numbers.map((number) => ({ reference: `image${number}` })) })
    await up(engine, text)
    const { engine: reader, calls } = countCalls(engine)
    expect(isEmptyPlan(await planUpOn(reader, text))).toBe(true)
    expect(calls).toEqual({ listContainers: 1, listNetworks: 1, listVolumes: 1, findImages: 1 })
  })

  it('asks for no volumes where none is wanted', async () => {
    const { engine: reader, calls } = countCalls(await running())
    await observe(reader, targetOf('{name: shop, services: {web: {image: web}}}'))
    expect(calls.listVolumes).toBeUndefined()
  })

  it('inspects an image whose volumes a replacement may have to take over', async () => {
    const engine = createFakeEngine({ images: [{ reference: 'db', config: { Volumes: { '/data': {} } } }] })
    const text = '{name: shop, services: {db: {image: db, scale: 3}}}'
    await up(engine, text)
    const { engine: reader, calls } = countCalls(engine)
    const observed = await observe(reader, targetOf(text))
    expect(observed.images.db?.volumes).toEqual(['/data'])
    expect(calls.inspectImage).toBe(1)
  })

  it('inspects only containers that differ', async () => {
    const { engine: reader, calls } = countCalls(await running())
    const observed = await observe(reader, targetOf(file('2')))
    expect(calls.inspectContainer).toBe(3)
    // All three were made from the same image.
    expect(calls.inspectImage).toBe(1)
    const inspected = observed.containers.filter(({ details }) => details !== undefined)
    expect(inspected.map(({ service }) => service)).toEqual(['web', 'web', 'web'])
  })

  it('goes on when a container vanishes between the list and its inspect', async () => {
    const engine = await running()
    engine.failNext('inspectContainer', new EngineError('ENGINE_NOT_FOUND', 'No such container'))
    const observed = await observe(engine, targetOf(file('2')))
    expect(observed.containers.filter(({ details }) => details !== undefined)).toHaveLength(2)
  })

  it('leaves out images and volumes that do not exist', async () => {
    const observed = await observe(createFakeEngine(), targetOf(file('1')))
    expect(observed).toMatchObject({ containers: [], networks: [], volumes: [], images: {} })
  })

  it('rejects when the Engine does not answer, and with the reason of an abort', async () => {
    const engine = createFakeEngine()
    const reason = new Error('enough')
    await expect(observe(engine, { project: 'shop' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    engine.goAway()
    await expect(observe(engine, { project: 'shop' })).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
  })
})
