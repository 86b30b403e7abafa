import { type Engine, EngineError } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { observe, observeTarget } from '../observed/observe.ts'
import { isEmptyPlan } from '../plan/format/format-plan.ts'
import { planUp } from '../plan/up.ts'
import { fiveServices, goalOf } from '../testing/five-services.ts'
import { interruptedEngine } from '../testing/interrupted-engine.ts'
import { projectFrom } from '../testing/states.ts'
import { type ApplyOptions, apply } from './apply.ts'

let engine: Engine
const project = uniqueProject('crash')

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
afterEach(() => removeProject(engine, project))

async function planFor(tag: string) {
  const desired = toDesiredState(projectFrom(fiveServices(tag), { projectName: project }))
  return planUp(desired, await observe(engine, observeTarget(desired)))
}

const run = async (tag: string, at: Engine = engine, options: ApplyOptions = {}) =>
  apply(await planFor(tag), at, { settleMs: 0, ...options })

/** The next run reaches the goal: nothing twice, nothing left over, the data in the same volume. */
async function expectConverges(tag: string): Promise<void> {
  const result = await run(tag)
  expect(result.failures).toEqual([])
  const all = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  expect(all.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(goalOf(project))
  expect(all.flatMap(({ mounts }) => mounts.map(({ name }) => name))).toEqual([`${project}_data`])
  expect(isEmptyPlan(await planFor(tag))).toBe(true)
}

class Killed extends Error {}

/** Interrupts one run before its first change, the next before its second, and so on, until one gets through. */
async function interruptEverywhere(
  tagOf: (change: number) => string,
  interrupt: (at: number) => { readonly at: Engine; readonly options?: ApplyOptions },
): Promise<number> {
  for (let change = 0; ; change += 1) {
    const { at, options } = interrupt(change)
    const isThrough = await run(tagOf(change), at, options).then(
      ({ outcome }) => outcome === 'succeeded',
      (error: unknown) => {
        if (error instanceof Killed) return false
        throw error
      },
    )
    await expectConverges(tagOf(change))
    if (isThrough) return change
  }
}

const killedAt = (change: number) => ({
  at: interruptedEngine(engine, (changes) => {
    if (changes >= change) throw new Killed()
  }).engine,
})

describe('on a Docker Engine, five services with health checks', () => {
  it('R28: are reached from a first run that was killed, wherever', async () => {
    for (const change of [0, 1, 2, 4, 7, 9, 11]) {
      await expect(run('1', killedAt(change).at)).rejects.toThrow(Killed)
      await expectConverges('1')
      await removeProject(engine, project)
    }
  }, 600_000)

  it('R28: are reached from an update that was killed, wherever', async () => {
    await run('0')
    const changes = await interruptEverywhere((change) => String(change + 1), killedAt)
    expect(changes).toBeGreaterThan(15)
  }, 900_000)

  it('R25: run on when a change of an update is refused, and are reached by the next', async () => {
    await run('0')
    for (const change of [2, 6, 9, 12]) {
      const { engine: refusing } = interruptedEngine(engine, (changes) => {
        if (changes === change)
          throw new EngineError('ENGINE_REFUSED', 'Could not do it: no space left on device')
      })
      const result = await run(`refused-${change}`, refusing)
      expect(result.failures.map(({ code }) => code)).toContain('ENGINE_REFUSED')
      const all = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
      const running = all.filter(({ state }) => state === 'running')
      const services = running.map(({ labels }) => labels['com.docker.compose.service'])
      expect([...new Set(services)].sort()).toEqual(['api', 'db', 'web', 'worker'])
      await expectConverges(`refused-${change}`)
    }
  }, 600_000)

  it('are reached from an update that was cancelled', async () => {
    await run('0')
    for (const change of [1, 5, 10]) {
      const abort = new AbortController()
      const { engine: cancelling } = interruptedEngine(engine, (changes) => {
        if (changes === change) abort.abort()
      })
      const result = await run(`cancelled-${change}`, cancelling, { signal: abort.signal })
      expect(result.outcome).toBe('cancelled')
      await expectConverges(`cancelled-${change}`)
    }
  }, 600_000)

  it.each(['removed', 'stopped', 'renamed'] as const)(
    'are reached after a container was %s by hand between plan and apply',
    async (what) => {
      await run('0')
      const plan = await planFor('1')
      const api = `${project}-api-1`
      if (what === 'removed') await engine.removeContainer(api, { force: true })
      if (what === 'stopped') await engine.stopContainer(api)
      if (what === 'renamed') await engine.renameContainer(api, `${project}-mine`)
      await apply(plan, engine, { settleMs: 0 })
      await expectConverges('1')
    },
    600_000,
  )
})
