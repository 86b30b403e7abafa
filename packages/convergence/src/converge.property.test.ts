import type { Engine } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from './desired/to-desired-state.ts'
import { observe, observeTarget } from './observed/observe.ts'
import { canonicalJson } from './plan/digest.ts'
import { formatPlan } from './plan/format/format-plan.ts'
import type { Plan } from './plan/plan.ts'
import { planUp } from './plan/up.ts'
import { applyTo, planUpOn } from './testing/converge-on.ts'
import { projectFrom } from './testing/states.ts'

const names = ['a', 'b', 'c', 'd'] as const

const service = fc.record(
  {
    image: fc.constantFrom('one', 'two'),
    environment: fc.dictionary(fc.constantFrom('X', 'Y'), fc.constantFrom('1', '2')),
    scale: fc.integer({ min: 0, max: 3 }),
    volumes: fc.subarray(['data:/data', 'more:/more', '/scratch']),
    networks: fc.subarray(['front', 'back'], { minLength: 1 }),
    healthcheck: fc.constant({ test: ['CMD', 'true'] }),
    job: fc.boolean(),
    restart: fc.boolean(),
    sharesNetwork: fc.boolean(),
    dependencies: fc.subarray([0, 1, 2]),
  },
  { requiredKeys: ['image'] },
)

/** A compose file in JSON, which is YAML. Services depend on earlier ones only, so there is no cycle. */
const file = fc
  .record({
    services: fc.array(service, { minLength: 1, maxLength: names.length }),
    label: fc.constantFrom('1', '2'),
  })
  .map(({ services, label }) =>
    JSON.stringify({
      name: 'shop',
      services: Object.fromEntries(services.flatMap((given, index) => entriesOf(given, index, services))),
      networks: { front: { labels: { label } }, back: {} },
      volumes: { data: {}, more: { labels: { label } } },
    }),
  )

type Given = Partial<typeof service extends fc.Arbitrary<infer T> ? T : never> & { image: string }

function entriesOf(given: Given, index: number, all: readonly Given[]): [string, object][] {
  const { job, dependencies = [], restart = false, sharesNetwork, networks, ...plain } = given
  const name = names[index] ?? ''
  const on = dependencies.filter((other) => other < index)
  const conditions = on.map((other) => [
    names[other],
    { condition: all[other]?.healthcheck ? 'service_healthy' : 'service_started', restart },
  ])
  const init = job ? [[`${name}-init`, { condition: 'service_completed_successfully' }]] : []
  // Of the first service: one without replicas has no network that could be shared.
  const isSharer = sharesNetwork && index > 0 && all[0]?.scale !== 0
  const place = isSharer ? { network_mode: `service:${names[0]}` } : { networks }
  const own = { ...plain, ...place, depends_on: Object.fromEntries([...conditions, ...init]) }
  return job
    ? [
        [name, own],
        [`${name}-init`, { image: 'job' }],
      ]
    : [[name, own]]
}

/** What may happen between two runs, to the container at that place in the list. */
const mishap = fc.record({
  kind: fc.constantFrom('stop', 'remove', 'crash'),
  at: fc.nat({ max: 11 }),
})

const history = fc.array(
  fc.record({
    file,
    killedAfter: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
    mishaps: fc.array(mishap),
  }),
  { maxLength: 2 },
)

const newEngine = () =>
  createFakeEngine({
    images: ['one', 'two', 'job'].map((reference) => ({ reference })),
    program: ({ image }) => (image === 'job' ? { exitCode: 0 } : undefined),
  })

/** Answers until so many changes have been made, then fails as if nobody were there. */
function failingAfter(engine: Engine, calls: number): Engine {
  const changes = /^(create|start|stop|remove|rename|connect)/
  let left = calls
  const entries = Object.entries(engine).map(([method, call]) => [
    method,
    async (...args: unknown[]) => {
      if (changes.test(method) && --left < 0) throw new Gone()
      return call(...args)
    },
  ])
  // Safe: the same keys, each with the same parameters and result.
  return {
    ...Object.fromEntries(entries),
    events: engine.events,
    containerLogs: engine.containerLogs,
  } as Engine
}

class Gone extends Error {}

async function live(engine: FakeEngine, past: typeof history extends fc.Arbitrary<infer T> ? T : never) {
  for (const { file: text, killedAfter, mishaps } of past) {
    const plan = await planUpOn(engine, text, { removeOrphans: true })
    const used = killedAfter === undefined ? engine : failingAfter(engine, killedAfter)
    await applyTo(used, plan).catch((error: unknown) => {
      if (!(error instanceof Gone)) throw error
    })
    for (const { kind, at } of mishaps) await happen(engine, kind, at)
  }
}

async function happen(engine: FakeEngine, kind: 'stop' | 'remove' | 'crash', at: number) {
  const all = await engine.listContainers({})
  const container = all.toSorted((a, b) => (a.name < b.name ? -1 : 1))[at]
  if (container === undefined) return
  if (kind === 'stop') await engine.stopContainer(container.id)
  if (kind === 'remove') await engine.removeContainer(container.id, { force: true })
  if (kind === 'crash' && container.state === 'running') engine.exitContainer(container.id, 1)
}

describe('converging', () => {
  it('R0: leaves nothing to do, whatever the project and whatever was there', async () => {
    await fc.assert(
      fc.asyncProperty(history, file, async (past, text) => {
        const engine = newEngine()
        await live(engine, past)

        const { result } = await applyTo(engine, await planUpOn(engine, text, { removeOrphans: true }))
        expect(result.failures).toEqual([])

        const again = await planUpOn(engine, text, { removeOrphans: true })
        expect(formatPlan(again)).toMatch(/nothing to do, everything is up to date/)
        expect(await namesOf(engine)).toEqual(expectedNames(text, await namesOf(engine)))
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('R53: makes everything and starts nothing, and has nothing to make then', async () => {
    await fc.assert(
      fc.asyncProperty(history, file, async (past, text) => {
        const engine = newEngine()
        await live(engine, past)
        const options = { removeOrphans: true, start: false }
        const { plan, result } = await applyTo(engine, await planUpOn(engine, text, options))
        expect(result.failures).toEqual([])
        expect(plan.actions.filter(({ kind }) => kind === 'start-container')).toEqual([])
        expect(formatPlan(await planUpOn(engine, text, options))).toMatch(/nothing to do/)
        expect(await namesOf(engine)).toEqual(expectedNames(text, await namesOf(engine)))
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('begins no action before what it waits for has ended', async () => {
    await fc.assert(
      fc.asyncProperty(history, file, async (past, text) => {
        const engine = newEngine()
        await live(engine, past)
        const { plan, events } = await applyTo(engine, await planUpOn(engine, text, { removeOrphans: true }))
        const ended = new Set<string>()
        for (const event of events) {
          if (event.kind === 'action-started')
            expect(ended).toEqual(new Set([...ended, ...before(plan, event.action)]))
          if (event.kind === 'action-ended') ended.add(event.action)
        }
      }),
      { numRuns: 50 },
    )
  }, 60_000)

  it('R0: gives the same plan whatever the order of keys', async () => {
    await fc.assert(
      fc.asyncProperty(history, file, async (past, text) => {
        const engine = newEngine()
        await live(engine, past)
        const project = projectFrom(text)
        const observed = await observe(engine, observeTarget(toDesiredState(project)))
        const plan = planUp(toDesiredState(project), observed)
        const shuffled = planUp(toDesiredState(reversed(project)), reversed(observed))
        expect(shuffled.digest).toBe(plan.digest)
        expect(formatPlan(shuffled)).toBe(formatPlan(plan))
        expect(formatPlan(reversed(plan))).toBe(formatPlan(plan))
      }),
      { numRuns: 50 },
    )
  }, 60_000)

  it('keeps a plan whole when it is stored as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const plan = await planUpOn(newEngine(), text)
        expect(canonicalJson(JSON.parse(JSON.stringify(plan)))).toBe(canonicalJson(plan))
      }),
      { numRuns: 30 },
    )
  })
})

function before(plan: Plan, id: string): readonly string[] {
  const action = plan.actions.find((candidate) => candidate.id === id)
  return [...(action?.after ?? []), ...(action?.afterEnd ?? [])]
}

const namesOf = async (engine: Engine) => (await engine.listContainers({})).map(({ name }) => name).sort()

/** As many containers per service as asked for, each under a name of its own service. */
function expectedNames(text: string, found: readonly string[]): string[] {
  const desired = toDesiredState(projectFrom(text))
  return desired.services
    .flatMap(({ name, replicas }) => {
      const own = found.filter((candidate) => new RegExp(`^shop-${name}-\\d+$`).test(candidate))
      return own.length === replicas ? own : [`${replicas} of ${name}`]
    })
    .sort()
}

/** The same value with the keys of every object in the other order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const)
  return Object.fromEntries(entries.reverse()) as T
}
