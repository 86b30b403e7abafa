import { type ConnectedEngine, connectEngine } from '@berth/docker-engine/dockerode'
import { ensureBusybox, type PrivateEngine, removeProject, startPrivateEngine } from '@berth/testkit/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { observe, observeTarget } from '../observed/observe.ts'
import { isEmptyPlan } from '../plan/format/format-plan.ts'
import { planUp } from '../plan/up.ts'
import { fiveServices, goalOf } from '../testing/five-services.ts'
import { interruptedEngine } from '../testing/interrupted-engine.ts'
import { projectFrom } from '../testing/states.ts'
import { apply } from './apply.ts'

let daemon: PrivateEngine
let engine: ConnectedEngine

beforeAll(async () => {
  daemon = await startPrivateEngine()
  engine = connectEngine({ host: daemon.host })
  await ensureBusybox(engine)
})
afterAll(async () => {
  engine.close()
  await daemon.dispose()
})

async function planFor(tag: string) {
  const desired = toDesiredState(projectFrom(fiveServices(tag), { projectName: 'shop' }))
  return planUp(desired, await observe(engine, observeTarget(desired)))
}

/** Before a network, a container and a start of a first run; before a stop, a start and a removal of updates. */
const stages = [
  ['first', 0],
  ['first', 3],
  ['first', 8],
  ['second', 2],
  ['third', 6],
  ['fourth', 9],
] as const

it('converges after the Engine was restarted at any stage of a deployment', async () => {
  for (const [tag, change] of stages) {
    if (tag === 'first') await removeProject(engine, 'shop')
    const plan = await planFor(tag)
    const { engine: stopping } = interruptedEngine(engine, async (changes) => {
      if (changes === change) await daemon.stop()
    })
    const result = await apply(plan, stopping, { settleMs: 0 })
    expect(result.outcome).toBe('failed')
    expect(result.failures.map(({ code }) => code)).toContain('ENGINE_UNREACHABLE')

    await daemon.start()
    const next = await apply(await planFor(tag), engine, { settleMs: 0 })
    expect(next.failures).toEqual([])
    const all = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
    expect(all.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(goalOf('shop'))
    expect(isEmptyPlan(await planFor(tag))).toBe(true)
  }
}, 900_000)
