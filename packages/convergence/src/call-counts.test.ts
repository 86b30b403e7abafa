import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from './desired/to-desired-state.ts'
import { observe, observeTarget } from './observed/observe.ts'
import { planDown } from './plan/down.ts'
import { planRestart } from './plan/restart.ts'
import { applyTo, up } from './testing/converge-on.ts'
import { countCalls } from './testing/count-calls.ts'
import { projectFrom } from './testing/states.ts'

/** As in pnpm bench:engine: services that die of their stop signal, on one network. */
function fileOf(services: number, { tag = '1', scale = 1 } = {}): string {
  const entries = Array.from({ length: services }, (_, index) => [
    `s${index + 1}`,
    {
      image: 'busybox',
      stop_signal: 'SIGKILL',
      ...(index === 0 && { environment: { TAG: tag }, scale }),
    },
  ])
  return JSON.stringify({ name: 'shop', services: Object.fromEntries(entries) })
}

const waitless = { plan: { wait: false }, apply: { settleMs: 0 } } as const

async function running(services: number) {
  const engine = createFakeEngine({ images: [{ reference: 'busybox' }] })
  await up(engine, fileOf(services))
  return countCalls(engine)
}

const looks = { listContainers: 1, listNetworks: 1, findImages: 1 }
/** Who else has ports and names matters only when something starts. */
const looksAround = { ...looks, listContainers: 2 }

describe.each([1, 5, 20, 50])('the calls to the Engine for %i services', (services) => {
  it('to bring them up', async () => {
    const { engine, calls } = countCalls(createFakeEngine({ images: [{ reference: 'busybox' }] }))
    await up(engine, fileOf(services), waitless)
    expect(calls).toEqual({
      ...looksAround,
      createNetwork: 1,
      createContainer: services,
      startContainer: services,
    })
  })

  it('to find nothing to do', async () => {
    const { engine, calls } = await running(services)
    await up(engine, fileOf(services), waitless)
    expect(calls).toEqual(looks)
  })

  it('to replace the one that changed', async () => {
    const { engine, calls } = await running(services)
    await up(engine, fileOf(services, { tag: '2' }), waitless)
    expect(calls).toEqual({
      ...looksAround,
      // In what it differs, and whether it is up.
      inspectContainer: 2,
      inspectImage: 1,
      events: 1,
      createContainer: 1,
      stopContainer: 1,
      startContainer: 1,
      removeContainer: 1,
      renameContainer: 1,
    })
  })

  it('to scale one from 1 to 10', async () => {
    const { engine, calls } = await running(services)
    await up(engine, fileOf(services, { scale: 10 }), waitless)
    expect(calls).toEqual({ ...looksAround, createContainer: 9, startContainer: 9 })
  })

  it('to restart them', async () => {
    const { engine, calls } = await running(services)
    const desired = toDesiredState(projectFrom(fileOf(services)))
    await applyTo(engine, planRestart(await observe(engine, observeTarget(desired)), { desired }))
    expect(calls).toEqual({ ...looks, restartContainer: services })
  })

  it('to take them down', async () => {
    const { engine, calls } = await running(services)
    const desired = toDesiredState(projectFrom(fileOf(services)))
    await applyTo(engine, planDown(await observe(engine, observeTarget(desired)), { desired }))
    expect(calls).toEqual({ ...looks, removeContainer: services, removeNetwork: 1 })
  })
})
