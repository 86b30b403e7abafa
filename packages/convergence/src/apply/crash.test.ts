import { type Engine, EngineError } from '@berth/docker-engine'
import { createFakeEngine, type StartedContainer } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { isEmptyPlan } from '../plan/format/format-plan.ts'
import { applyTo, containersOf, planUpOn, up } from '../testing/converge-on.ts'

/** Five services with all that makes an update hard; `tag` changes each of them, and their network. */
const file = (tag: string) => `
name: shop
services:
  web:
    build: {context: ., args: {TAG: ${tag}}}
    volumes: [/scratch]
    ports: ["8080:80"]
    depends_on:
      api: {condition: service_healthy, restart: true}
  api:
    image: api
    environment: {TAG: ${tag}}
    healthcheck: {test: ["CMD", "true"]}
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
  migrate:
    image: api
    command: [migrate]
    environment: {TAG: ${tag}}
    depends_on: {db: {condition: service_healthy}}
  db:
    image: db
    environment: {TAG: ${tag}}
    volumes: [data:/data]
    healthcheck: {test: ["CMD", "true"]}
  worker:
    image: registry/worker:${tag}
    network_mode: service:api
volumes:
  data: {}
networks:
  default: {labels: {tag: "${tag}"}}
`

const goal = [
  'shop-api-1 running',
  'shop-db-1 running',
  'shop-migrate-1 exited',
  'shop-web-1 running',
  'shop-worker-1 running',
]

const program = ({ command }: StartedContainer) => (command[0] === 'migrate' ? { exitCode: 0 } : undefined)

const newEngine = () =>
  createFakeEngine({
    images: [{ reference: 'api' }, { reference: 'db' }],
    registry: [{ reference: 'registry/worker:old' }, { reference: 'registry/worker:new' }],
    program,
  })

/** An Engine on which the first run has been, or none: an update has more to lose. */
const scenarios = [
  { run: 'the first deployment', before: undefined },
  { run: 'an update', before: 'old' },
] as const
type Scenario = (typeof scenarios)[number]

async function engineBefore({ before }: Scenario) {
  const engine = newEngine()
  if (before !== undefined) await up(engine, file(before))
  return engine
}

/** An Engine that does something first, every time it is called; it is told how many calls were before. */
function observed(engine: Engine, before: (calls: number, method: string) => void): Engine {
  let calls = 0
  const entries = Object.entries(engine).map(([method, call]) => [
    method,
    (...args: unknown[]) => {
      before(calls++, method)
      return call(...args)
    },
  ])
  // Safe: the same keys, each with the same parameters and result.
  return Object.fromEntries(entries) as Engine
}

const changes = /^(create|start|stop|remove|rename|connect|pull|build)/

/** Every scenario with the number of each call that its deployment makes. */
const everyCall = await casesOf(() => true)
const everyChange = await casesOf((method) => changes.test(method))

async function casesOf(counts: (method: string) => boolean) {
  const all = scenarios.map(async (scenario) => {
    const engine = await engineBefore(scenario)
    const at: number[] = []
    const counted = observed(engine, (calls, method) => void (counts(method) && at.push(calls)))
    const { result } = await applyTo(counted, await planUpOn(engine, file('new')))
    expect(result.outcome).toBe('succeeded')
    return at.map((call) => ({ ...scenario, call }))
  })
  return (await Promise.all(all)).flat()
}

/** The next `up` reaches the goal: nothing twice, nothing left over, no data in other hands. */
async function expectConverges(engine: Engine, volumes: unknown): Promise<void> {
  const { result } = await up(engine, file('new'))
  expect(result.failures).toEqual([])
  expect(await containersOf(engine)).toEqual(goal)
  expect(isEmptyPlan(await planUpOn(engine, file('new')))).toBe(true)
  if (volumes !== undefined) expect(await volumesOf(engine)).toEqual(volumes)
}

/** Name of the volume behind every mount. */
async function volumesOf(engine: Engine): Promise<unknown> {
  const all = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  return Object.fromEntries(all.map(({ labels, mounts }) => [labels['com.docker.compose.service'], mounts]))
}

async function runningServices(engine: Engine): Promise<(string | undefined)[]> {
  const all = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  const running = all.filter(({ state }) => state === 'running')
  return [...new Set(running.map(({ labels }) => labels['com.docker.compose.service']))].sort()
}

class Killed extends Error {}

describe('a run that is killed', () => {
  it.each(everyCall)('R28: converges on the next run: $run, before call $call', async (scenario) => {
    const engine = await engineBefore(scenario)
    const volumes = scenario.before && (await volumesOf(engine))
    const killed = observed(engine, (calls) => {
      if (calls >= scenario.call) throw new Killed()
    })
    const plan = await planUpOn(engine, file('new'))
    await expect(applyTo(killed, plan)).rejects.toThrow(Killed)
    await expectConverges(engine, volumes)
  })
})

describe('an Engine that goes away', () => {
  it.each(everyCall)('converges when it is back: $run, before call $call', async (scenario) => {
    const engine = await engineBefore(scenario)
    const volumes = scenario.before && (await volumesOf(engine))
    const gone = observed(engine, (calls) => {
      if (calls >= scenario.call) throw new EngineError('ENGINE_UNREACHABLE', 'No Docker Engine answered.')
    })
    const plan = await planUpOn(engine, file('new'))
    const { result } = await applyTo(gone, plan)
    expect(result.outcome).toBe('failed')
    expect([...new Set(result.failures.map(({ code }) => code))]).toEqual(['ENGINE_UNREACHABLE'])
    for (const { id, state } of await engine.listContainers({})) {
      if (state === 'running') engine.exitContainer(id, 255)
    }
    await expectConverges(engine, volumes)
  })
})

describe('an update that fails', () => {
  const updates = everyChange.filter(({ before }) => before !== undefined)

  it.each(updates)('R25: leaves every service running when call $call is refused', async ({ call }) => {
    const engine = await engineBefore(scenarios[1])
    const volumes = await volumesOf(engine)
    const refusing = observed(engine, (calls) => {
      if (calls === call) throw new EngineError('ENGINE_REFUSED', 'Could not do it: no space left on device')
    })
    const { result } = await applyTo(refusing, await planUpOn(engine, file('new')))
    expect(result).toMatchObject({ outcome: 'failed', failures: [{ code: 'ENGINE_REFUSED' }] })
    expect(await runningServices(engine)).toEqual(['api', 'db', 'web', 'worker'])
    await expectConverges(engine, volumes)
  })
})

describe('an abort', () => {
  it.each(everyCall)('begins no further change and loses nothing: $run, at call $call', async (scenario) => {
    const engine = await engineBefore(scenario)
    const volumes = scenario.before && (await volumesOf(engine))
    const abort = new AbortController()
    const aborting = observed(engine, (calls) => void (calls === scenario.call && abort.abort()))
    const plan = await planUpOn(engine, file('new'))
    const { result } = await applyTo(aborting, plan, { signal: abort.signal })
    expect(['cancelled', 'succeeded']).toContain(result.outcome)
    if (scenario.before) expect(await runningServices(engine)).toEqual(['api', 'db', 'web', 'worker'])
    await expectConverges(engine, volumes)
  })
})

describe('cancelling', () => {
  it.each(everyChange)('begins no call that changes anything: $run, at call $call', async (scenario) => {
    const engine = await engineBefore(scenario)
    const abort = new AbortController()
    let begun = 0
    const counting = observed(engine, (calls, method) => {
      if (abort.signal.aborted && changes.test(method)) begun += 1
      if (calls === scenario.call) abort.abort()
    })
    const plan = await planUpOn(engine, file('new'))
    // What brings the old containers back is another matter.
    const { result } = await applyTo(counting, plan, { signal: abort.signal, onFailure: 'keep' })
    expect(['cancelled', 'succeeded']).toContain(result.outcome)
    expect(begun).toBe(0)
    expect(Object.keys(result.actions).sort()).toEqual(plan.actions.map(({ id }) => id).sort())
  })
})

describe('a container changed by hand between plan and apply', () => {
  const hands = [
    { what: 'removed', change: (engine: Engine, id: string) => engine.removeContainer(id, { force: true }) },
    { what: 'stopped', change: (engine: Engine, id: string) => engine.stopContainer(id) },
    { what: 'renamed', change: (engine: Engine, id: string) => engine.renameContainer(id, 'mine') },
  ]
  const cases = goal.flatMap((line) => hands.map((hand) => ({ ...hand, name: line.split(' ')[0] ?? '' })))

  it.each(cases)('$name $what: the next run converges', async ({ name, change }) => {
    const engine = await engineBefore(scenarios[1])
    const plan = await planUpOn(engine, file('new'))
    await change(engine, name)
    await applyTo(engine, plan)
    await expectConverges(engine, undefined)
  })
})
