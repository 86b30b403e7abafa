import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import type { OneOff } from '../../desired/one-off.ts'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import { observe, observeTarget } from '../../observed/observe.ts'
import { applyTo, containersOf, idOf, up } from '../../testing/converge-on.ts'
import { projectFrom } from '../../testing/states.ts'
import { formatPlan } from '../format/format-plan.ts'
import { planUp } from '../up.ts'

const file = `
name: shop
services:
  db: {image: db, healthcheck: {test: [CMD, ready]}}
  web:
    image: web
    restart: always
    container_name: the-web
    depends_on: {db: {condition: service_healthy}}
    networks: {default: {aliases: [site]}}
    configs: [settings]
    post_start: [{command: [migrate]}]
configs: {settings: {content: "a=1"}}
`

const oneOff: OneOff = {
  service: 'web',
  slug: 'c0ffee'.padEnd(64, '0'),
  hasInput: false,
  removesItself: false,
  usesAliases: false,
}

const engineFor = (options: Parameters<typeof createFakeEngine>[0] = {}) =>
  createFakeEngine({ images: [{ reference: 'db' }, { reference: 'web' }], ...options })

async function planRun(engine: FakeEngine, said: Partial<OneOff> = {}, { text = file, noDeps = false } = {}) {
  const desired = toDesiredState(projectFrom(text), { ...oneOff, ...said })
  const observed = await observe(engine, observeTarget(desired))
  return planUp(desired, observed, { services: ['web'], wait: false, noDeps })
}

const changing = (engine: FakeEngine) =>
  engine.calls
    .filter(({ method }) => /^(create|put|start|exec)/.test(method))
    .map(({ method, subject }) => `${method} ${subject}`)

describe('a container for one command', () => {
  it('R90: is made and started when what its service depends on is ready, and gets its files', async () => {
    const engine = engineFor()
    const { result } = await applyTo(engine, await planRun(engine))
    expect(result).toMatchObject({ outcome: 'succeeded' })
    expect(changing(engine)).toEqual([
      'createNetwork shop_default',
      'createContainer shop-db-1',
      'startContainer shop-db-1',
      'createContainer shop-web-run-c0ffee000000',
      'putArchive shop-web-run-c0ffee000000 /',
      'startContainer shop-web-run-c0ffee000000',
    ])
  })

  it('R90: leaves the containers of its service as they are, also when they differ', async () => {
    const engine = engineFor()
    await up(engine, file.replace('a=1', 'a=2').replace('image: web', 'image: web\n    user: old'))
    const before = await idOf(engine, 'the-web')
    await applyTo(engine, await planRun(engine))
    expect(await idOf(engine, 'the-web')).toBe(before)
    expect(await containersOf(engine)).toEqual([
      'shop-db-1 running',
      'shop-web-run-c0ffee000000 running',
      'the-web running',
    ])
  })

  it('R90: carries the labels of a one-off and neither number, aliases nor restart policy', async () => {
    const engine = engineFor()
    await applyTo(engine, await planRun(engine, { hasInput: true, removesItself: true }))
    const made = await engine.inspectContainer('shop-web-run-c0ffee000000')
    expect(made.Config.Labels).toMatchObject({
      'com.docker.compose.oneoff': 'True',
      'com.docker.compose.slug': oneOff.slug,
    })
    expect(made.Config.Labels).not.toHaveProperty('com.docker.compose.container-number')
    const create = engine.calls.find(({ subject }) => subject === 'shop-web-run-c0ffee000000')
    expect(create?.args[0]).toMatchObject({
      body: {
        AttachStdin: true,
        OpenStdin: true,
        StdinOnce: true,
        HostConfig: { AutoRemove: true },
        NetworkingConfig: {
          EndpointsConfig: { shop_default: { Aliases: ['shop-web-run-c0ffee000000'] } },
        },
      },
    })
    expect(create?.args[0]).not.toHaveProperty('body.HostConfig.RestartPolicy')
  })

  it('R90: answers to the names of its service where that is asked for, and has the name it is given', async () => {
    const engine = engineFor()
    await applyTo(engine, await planRun(engine, { usesAliases: true, name: 'mine' }, { noDeps: true }))
    expect(changing(engine)).not.toContain('createContainer shop-db-1')
    const create = engine.calls.find(({ method }) => method === 'createContainer')
    expect(create?.args[0]).toMatchObject({
      name: 'mine',
      body: { NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['mine', 'web', 'site'] } } } },
    })
  })

  it('R90: is gone again when it does not start', async () => {
    const engine = engineFor({ portsTaken: [8080] })
    const { result } = await applyTo(
      engine,
      await planRun(engine, {}, { text: file.replace('image: web', 'image: web\n    ports: ["8080:80"]') }),
    )
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: [] })
    expect(await containersOf(engine)).toEqual(['shop-db-1 running'])
  })

  it('R90: is gone again when the run is cut short before its start', async () => {
    const engine = engineFor()
    const abort = new AbortController()
    const { result } = await applyTo(engine, await planRun(engine), {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'action-ended' && event.action === 'create-container:web:1') abort.abort()
      },
    })
    expect(result.outcome).toBe('cancelled')
    expect(await containersOf(engine)).toEqual(['shop-db-1 running'])
  })

  it('R90: waits for who attaches to it before it starts', async () => {
    const engine = engineFor()
    const told: string[] = []
    await applyTo(engine, await planRun(engine), {
      beforeStart: async ({ id, name }) => {
        const { State: state } = await engine.inspectContainer(id)
        told.push(`${name} ${state.Status}`)
      },
    })
    expect(told).toEqual(['shop-db-1 created', 'shop-web-run-c0ffee000000 created'])
  })

  it('R90: cannot have a name that another container of the project has', async () => {
    const engine = engineFor()
    await up(engine, file)
    expect((await planRun(engine, { name: 'shop-db-1' })).problems).toMatchObject([
      { code: 'PLAN_NAME_TAKEN', service: 'web' },
    ])
  })

  it('R90: is told in the plan', async () => {
    const engine = engineFor()
    await up(engine, file)
    expect(formatPlan(await planRun(engine))).toContain('shop-web-run-c0ffee000000')
  })
})
