import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import { observe, observeTarget, type RemovedImages } from '../../observed/observe.ts'
import { applyTo, up } from '../../testing/converge-on.ts'
import { countCalls } from '../../testing/count-calls.ts'
import { projectFrom } from '../../testing/states.ts'
import { planDown } from '../down.ts'

const file =
  'name: shop\nservices:\n  web: {build: ., stop_signal: SIGKILL}\n  db: {image: db, stop_signal: SIGKILL}\n'

async function running(): Promise<FakeEngine> {
  const engine = createFakeEngine({ images: [{ reference: 'db' }] })
  await up(engine, file)
  return engine
}

async function planDownOn(engine: FakeEngine, removeImages: RemovedImages) {
  const desired = toDesiredState(projectFrom(file))
  const observed = await observe(engine, observeTarget(desired, { startsNothing: true, removeImages }))
  return planDown(observed, { desired, removeImages })
}

async function namesOn(engine: FakeEngine): Promise<string[]> {
  return (await engine.listImages({})).flatMap(({ RepoTags }) => RepoTags).sort()
}

describe('down that removes images (R91)', () => {
  it('removes what was built for the project, and no other name of it', async () => {
    const engine = await running()
    await engine.tagImage('shop-web', 'a-copy:1')
    const { result } = await applyTo(engine, await planDownOn(engine, 'local'))
    expect(result.outcome).toBe('succeeded')
    expect(await namesOn(engine)).toEqual(['a-copy:1', 'db:latest'])
  })

  it('removes every image of the files with `all`', async () => {
    const engine = await running()
    await applyTo(engine, await planDownOn(engine, 'all'))
    expect(await namesOn(engine)).toEqual([])
  })

  it('leaves what another project uses, says by whom, and does the rest', async () => {
    const engine = await running()
    await up(engine, 'name: lab\nservices: {tool: {image: shop-web}}\n')
    const plan = await planDownOn(engine, 'all')
    expect(plan.notices).toEqual(['Image shop-web:latest stays: container lab-tool-1 of lab uses it.'])
    expect((await applyTo(engine, plan)).result.outcome).toBe('succeeded')
    expect(await namesOn(engine)).toEqual(['shop-web:latest'])
  })

  it('tells of an image that came into use since, and does the rest', async () => {
    const engine = await running()
    const plan = await planDownOn(engine, 'all')
    await engine.createContainer({ name: 'late', body: { Image: 'shop-web', HostConfig: {}, Labels: {} } })
    const { result } = await applyTo(engine, plan)
    expect(result.outcome).toBe('succeeded')
    expect(result.failures).toMatchObject([
      { action: 'remove-image:shop-web:latest', code: 'ENGINE_CONFLICT' },
    ])
    expect(await namesOn(engine)).toEqual(['shop-web:latest'])
  })

  it('costs two calls to find them out', async () => {
    const { engine, calls } = countCalls(await running())
    await planDownOn(engine as FakeEngine, 'local')
    expect(calls).toEqual({ listContainers: 2, listNetworks: 1, findImages: 1, listImages: 1 })
  })
})
