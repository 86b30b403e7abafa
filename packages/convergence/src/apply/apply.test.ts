import { EngineError } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine, type Program } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { containersOf, down, idOf, planUpOn, up } from '../testing/converge-on.ts'
import { apply } from './apply.ts'

const images = ['web', 'db', 'job'].map((reference) => ({ reference }))

/** Programs by the name of the service. */
const engineWith = (programs: Readonly<Record<string, Program>> = {}, portsTaken: number[] = []) =>
  createFakeEngine({
    images,
    portsTaken,
    program: ({ labels }) => programs[labels['com.docker.compose.service'] ?? ''],
  })

const web = (tag: string, rest = '') => `
name: shop
services:
  web:
    image: web
    environment: {TAG: ${tag}}
    ${rest}
`

const methodsOf = (engine: FakeEngine, from = 0) =>
  engine.calls.slice(from).map(({ method, subject }) => `${method} ${subject}`)

describe('apply', () => {
  it('makes what a new project asks for, in dependency order', async () => {
    const engine = engineWith()
    const { result } = await up(
      engine,
      `
name: shop
services:
  web: {image: web, depends_on: [db]}
  db: {image: db, volumes: [data:/data]}
volumes: {data: }
`,
    )
    expect(result.outcome).toBe('succeeded')
    expect(methodsOf(engine)).toEqual([
      'createNetwork shop_default',
      'createVolume shop_data',
      'createContainer shop-db-1',
      'createContainer shop-web-1',
      'startContainer shop-db-1',
      'startContainer shop-web-1',
    ])
  })

  it('R0: changes nothing when nothing changed', async () => {
    const engine = engineWith()
    await up(engine, web('1'))
    const before = engine.calls.length
    const { result } = await up(engine, web('1'))
    expect(result).toMatchObject({ outcome: 'succeeded', actions: {}, failures: [], rolledBack: [] })
    expect(engine.calls).toHaveLength(before)
  })

  it('R24: touches only the service that changed', async () => {
    const engine = engineWith()
    const file = (tag: string) => `${web(tag)}  db: {image: db}`
    await up(engine, file('1'))
    const old = (await idOf(engine, 'shop-web-1')).slice(0, 12)
    const before = engine.calls.length
    await up(engine, file('2'))
    expect(methodsOf(engine, before)).toEqual([
      `createContainer ${old}_shop-web-1`,
      'stopContainer shop-web-1',
      `startContainer ${old}_shop-web-1`,
      'removeContainer shop-web-1',
      `renameContainer ${old}_shop-web-1 shop-web-1`,
    ])
  })

  it('tells every action with its beginning and its end', async () => {
    const { plan, events, result } = await up(engineWith(), web('1'))
    const of = (kind: string) =>
      events.flatMap((event) => (event.kind === kind && 'action' in event ? [event.action] : []))
    expect(of('action-started').sort()).toEqual(plan.actions.map(({ id }) => id).sort())
    expect(of('action-ended').sort()).toEqual(Object.keys(result.actions).sort())
  })

  it('does nothing while the plan has a problem', async () => {
    const engine = engineWith()
    const { result } = await up(engine, `${web('1', 'networks: [edge]')}\nnetworks: {edge: {external: true}}`)
    expect(result).toMatchObject({
      outcome: 'failed',
      failures: [{ action: 'plan', code: 'PLAN_NETWORK_MISSING', message: expect.stringContaining('edge') }],
    })
    expect(engine.calls).toEqual([])
  })

  it('starts no more containers at once than it was told', async () => {
    const engine = engineWith()
    let inFlight = 0
    let most = 0
    const slow = {
      ...engine,
      startContainer: async (id: string) => {
        inFlight += 1
        most = Math.max(most, inFlight)
        await new Promise((resolve) => setImmediate(resolve))
        inFlight -= 1
        return engine.startContainer(id)
      },
    }
    await up(slow, web('1', 'scale: 6'), { apply: { concurrency: 3 } })
    expect(most).toBe(3)
  })

  it('rejects for a bug of ours, after bringing back what was replaced', async () => {
    const engine = engineWith()
    await up(engine, web('1'))
    const old = await idOf(engine, 'shop-web-1')
    engine.failNext('startContainer', new TypeError('a bug'))
    await expect(up(engine, web('2'))).rejects.toThrow('a bug')
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
    expect(await idOf(engine, 'shop-web-1')).toBe(old)
  })
})

describe('a container that does not come up', () => {
  it('R35: fails with its exit code and its last 50 lines', async () => {
    const prints = Array.from({ length: 55 }, (_, line) => ({
      stream: 'stderr' as const,
      text: `line ${line}`,
    }))
    const { result } = await up(engineWith({ web: { exitCode: 3, prints } }), web('1'))
    expect(result.outcome).toBe('failed')
    expect(result.failures).toMatchObject([
      {
        action: 'wait-container:web:1',
        code: 'CONTAINER_EXITED',
        service: 'web',
        container: 'shop-web-1',
        exitCode: 3,
        message: 'Service web: container shop-web-1 exited with code 3.',
      },
    ])
    expect(result.failures[0]?.logTail).toEqual(prints.slice(5).map(({ text }) => text))
  })

  it('R35: fails for want of memory', async () => {
    const { result } = await up(engineWith({ web: { exitCode: 137, isOutOfMemory: true } }), web('1'))
    expect(result.failures).toMatchObject([{ exitCode: 137, outOfMemory: true }])
    expect(result.failures[0]?.message).toContain('exited with code 137, it ran out of memory.')
  })

  it('R35: fails when the Engine restarts it again and again', async () => {
    const { result } = await up(engineWith({ web: { exitCode: 1 } }), web('1', 'restart: always'))
    expect(result.failures).toMatchObject([{ code: 'CONTAINER_EXITED', exitCode: 1 }])
    expect(result.failures[0]?.message).toContain('restarts again and again')
  })

  it('R34: counts as up when it exits with 0', async () => {
    const { result } = await up(engineWith({ web: { exitCode: 0 } }), web('1'))
    expect(result.outcome).toBe('succeeded')
  })

  it('fails with the last output of its healthcheck', async () => {
    const file = web('1', 'healthcheck: {test: ["CMD", "check"]}')
    const { result } = await up(engineWith({ web: { health: 'unhealthy' } }), file)
    expect(result.failures).toMatchObject([{ code: 'CONTAINER_UNHEALTHY', service: 'web' }])
  })

  it('says which dependency has no healthcheck', async () => {
    const file = `${web('1', 'depends_on: {db: {condition: service_healthy}}')}  db: {image: db}`
    const { result } = await up(engineWith(), file)
    expect(result.failures).toMatchObject([
      { code: 'CONTAINER_NO_HEALTHCHECK', service: 'db', fix: expect.stringContaining('service_started') },
    ])
    expect(result.actions).toMatchObject({ 'start-container:web:1': 'cancelled' })
  })

  it('R30: keeps those that wait for its completion from starting', async () => {
    const file = `${web('1', 'depends_on: {job: {condition: service_completed_successfully}}')}  job: {image: job}`
    const { result } = await up(engineWith({ job: { exitCode: 4 } }), file)
    expect(result.failures).toMatchObject([
      {
        code: 'CONTAINER_EXITED',
        service: 'job',
        exitCode: 4,
        message: expect.stringContaining('did not complete'),
      },
    ])
    expect(result.actions).toMatchObject({ 'start-container:web:1': 'cancelled' })
  })

  it('R31: is told and stops nothing when nothing requires it', async () => {
    const file = `${web('1', 'depends_on: {job: {condition: service_completed_successfully, required: false}}')}  job: {image: job}`
    const engine = engineWith({ job: { exitCode: 4 } })
    const { result } = await up(engine, file)
    expect(result).toMatchObject({ outcome: 'succeeded', failures: [{ service: 'job' }] })
    expect(await containersOf(engine)).toEqual(['shop-job-1 exited', 'shop-web-1 running'])
  })

  it('names service and port when the port is in use', async () => {
    const { result } = await up(engineWith({}, [8080]), web('1', 'ports: ["8080:80"]'))
    expect(result.failures).toMatchObject([{ code: 'ENGINE_PORT_IN_USE', service: 'web' }])
    expect(result.failures[0]?.message).toMatch(/web.*8080/)
  })
})

describe('an update that fails', () => {
  it('R25: brings the old container back when the new one exits at once', async () => {
    const programs: Record<string, Program> = {}
    const engine = engineWith(programs)
    await up(engine, web('1'))
    const old = await idOf(engine, 'shop-web-1')
    programs.web = { exitCode: 1 }
    const failing = await planUpOn(engine, web('2'))
    const { result, events } = await up(engine, web('2'))
    expect(failing.rollbacks).not.toEqual([])
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['web'] })
    expect(events).toContainEqual({ kind: 'rollback-started', group: 'service web 1', service: 'web' })
    expect(await idOf(engine, 'shop-web-1')).toBe(old)
    expect((await engine.listContainers({})).map(({ name }) => name)).toEqual(['shop-web-1'])
  })

  it('R25: leaves what failed and what ran before as they are when told to keep them', async () => {
    const programs: Record<string, Program> = {}
    const engine = engineWith(programs)
    await up(engine, web('1'))
    const old = await idOf(engine, 'shop-web-1')
    programs.web = { exitCode: 1 }
    const { result } = await up(engine, web('2'), { apply: { onFailure: 'keep' } })
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: [] })
    expect(await containersOf(engine)).toEqual([`${old.slice(0, 12)}_shop-web-1 exited`, 'shop-web-1 exited'])
    expect(await idOf(engine, 'shop-web-1')).toBe(old)

    programs.web = {}
    const next = await up(engine, web('2'))
    expect(next.result.outcome).toBe('succeeded')
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
  })

  it('R29: stops nothing when an image cannot be pulled', async () => {
    const engine = engineWith()
    const file = (tag: string, image: string) => `${web(tag)}  db: {image: ${image}}`
    await up(engine, file('1', 'db'))
    const before = await engine.listContainers({})
    const { result } = await up(engine, file('2', 'missing'))
    expect(result.failures).toMatchObject([{ code: 'ENGINE_IMAGE_NOT_FOUND', service: 'db' }])
    expect(engine.calls.some(({ method }) => method === 'stopContainer')).toBe(false)
    expect((await engine.listContainers({})).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  })

  it('R26: leaves the other replicas alone when the first does not come up', async () => {
    const programs: Record<string, Program> = {}
    const engine = engineWith(programs)
    await up(engine, web('1', 'scale: 3'))
    const before = engine.calls.length
    programs.web = { exitCode: 1 }
    await up(engine, web('2', 'scale: 3'))
    const stopped = engine.calls.slice(before).filter(({ method }) => method === 'stopContainer')
    expect(stopped.map(({ subject }) => subject)).toEqual(['shop-web-1'])
    expect(await containersOf(engine)).toHaveLength(3)
  })

  it('R7: brings a network back that could not be made anew, and what was on it', async () => {
    const engine = engineWith()
    const file = (label: string) => `${web('1')}\nnetworks: {default: {labels: {l: "${label}"}}}`
    await up(engine, file('1'))
    const old = await idOf(engine, 'shop-web-1')
    engine.failNext('createNetwork', new EngineError('ENGINE_REFUSED', 'Could not: pool overlaps'))
    const { result } = await up(engine, file('2'))
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['web'] })
    expect(await idOf(engine, 'shop-web-1')).toBe(old)
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
    const [network] = await engine.listNetworks({ labels: ['com.docker.compose.project=shop'] })
    expect(network?.Labels).toMatchObject({ l: '1' })
    expect((await up(engine, file('1'))).plan.actions).toEqual([])
  })

  it('R33: brings back the container of a renamed service whose port the new one could not use', async () => {
    const programs: Record<string, Program> = { other: { exitCode: 1 } }
    const engine = engineWith(programs)
    const service = (name: string) => `
name: shop
services:
  ${name}: {image: web, container_name: shop, ports: ["8080:80"]}
`
    await up(engine, service('web'))
    const old = await idOf(engine, 'shop')
    const { result } = await up(engine, service('other'), { plan: { removeOrphans: true } })
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['web'] })
    expect(await containersOf(engine)).toEqual(['shop running'])
    expect(await idOf(engine, 'shop')).toBe(old)
    delete programs.other
    await up(engine, service('other'), { plan: { removeOrphans: true } })
    expect(await containersOf(engine)).toEqual(['shop running'])
    expect(await idOf(engine, 'shop')).not.toBe(old)
  })

  it('finishes what is in flight and converges later when the Engine goes away', async () => {
    const engine = engineWith()
    await up(engine, web('1'))
    const { result } = await up(engine, web('2'), {
      apply: {
        onEvent: (event) =>
          event.kind === 'action-ended' && event.action.startsWith('stop') && engine.goAway(),
      },
    })
    expect(result.outcome).toBe('failed')
    expect(result.failures[0]).toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    engine.comeBack()
    await up(engine, web('2'))
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
  })
})

describe('an abort', () => {
  it('R25: during a replacement brings the old container back', async () => {
    const programs: Record<string, Program> = {}
    const engine = engineWith(programs)
    const file = (tag: string) => web(tag, 'healthcheck: {test: ["CMD", "check"]}')
    await up(engine, file('1'))
    const old = await idOf(engine, 'shop-web-1')
    programs.web = { health: 'starting' }
    const abort = new AbortController()
    const { result } = await up(engine, file('2'), {
      apply: {
        signal: abort.signal,
        onEvent: (event) => event.kind === 'action-progress' && abort.abort(),
      },
    })
    expect(result).toMatchObject({ outcome: 'cancelled', failures: [], rolledBack: ['web'] })
    expect(await idOf(engine, 'shop-web-1')).toBe(old)
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
  })

  it('before anything began does nothing', async () => {
    const engine = engineWith()
    const { result } = await up(engine, web('1'), { apply: { signal: AbortSignal.abort() } })
    expect(result.outcome).toBe('cancelled')
    expect(new Set(Object.values(result.actions))).toEqual(new Set(['cancelled']))
    expect(engine.calls).toEqual([])
  })
})

describe('an image', () => {
  const file = `
name: shop
services:
  web: {build: /project/web, volumes: [/scratch]}
`
  const engineThatBuilds = (content: () => string) =>
    createFakeEngine({ build: () => ({ content: content() }) })

  it('R4: that a forced build did not change leaves the container alone', async () => {
    const engine = engineThatBuilds(() => 'same')
    await up(engine, file)
    const old = await idOf(engine, 'shop-web-1')
    const { result } = await up(engine, file, { plan: { build: true } })
    expect(result.outcome).toBe('succeeded')
    expect(result.actions).toMatchObject({ 'build-image:web': 'done', 'create-container:web:1': 'skipped' })
    expect(await idOf(engine, 'shop-web-1')).toBe(old)
  })

  it('R4, R27: that a forced build changed replaces the container, which keeps its anonymous volumes', async () => {
    let content = 'first'
    const engine = engineThatBuilds(() => content)
    await up(engine, file)
    const old = await engine.inspectContainer('shop-web-1')
    content = 'second'
    await up(engine, file, { plan: { build: true } })
    const fresh = await engine.inspectContainer('shop-web-1')
    expect(fresh.Id).not.toBe(old.Id)
    expect(fresh.Mounts.map(({ Name }) => Name)).toEqual(old.Mounts.map(({ Name }) => Name))
    expect((await up(engine, file)).plan.actions).toEqual([])
  })

  it('R2: is pulled when it is not here, and its id becomes a label', async () => {
    const engine = createFakeEngine({ registry: [{ reference: 'web' }] })
    await up(engine, web('1'))
    const { Id } = await engine.inspectImage('web')
    expect((await engine.inspectContainer('shop-web-1')).Config.Labels).toMatchObject({
      'com.docker.compose.image': Id,
    })
  })
})

describe('down', () => {
  const file = `
name: shop
services:
  web: {image: web, depends_on: [db]}
  db: {image: db, volumes: [data:/data, /scratch]}
volumes: {data: }
`
  it('R39, R40: removes containers and networks, and keeps the volumes', async () => {
    const engine = engineWith()
    await up(engine, file)
    const { result } = await down(engine, file)
    expect(result.outcome).toBe('succeeded')
    expect(await engine.listContainers({})).toEqual([])
    expect((await engine.listNetworks({})).filter(({ Name }) => Name.startsWith('shop'))).toEqual([])
    expect((await engine.listVolumes({})).map(({ Name }) => Name)).toContain('shop_data')
  })

  it('R40: with volumes leaves nothing', async () => {
    const engine = engineWith()
    await up(engine, file)
    await down(engine, file, { volumes: true })
    expect(await engine.listVolumes({})).toEqual([])
  })
})

it('apply needs no options', async () => {
  const engine = engineWith()
  const result = await apply(await planUpOn(engine, web('1'), { wait: false }), engine)
  expect(result.outcome).toBe('succeeded')
})
