import { type Engine, EngineError } from '@berth/docker-engine'
import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { isEmptyPlan } from '../plan/format.ts'
import { applyTo, containersOf, planUpOn, up } from '../testing/converge-on.ts'

const file = (tag: string) => `
name: shop
services:
  web:
    image: nginx
    environment: {TAG: ${tag}}
    volumes: [/scratch]
    ports: ["8080:80"]
    depends_on: {db: {condition: service_healthy, restart: true}}
  db:
    image: db
    environment: {TAG: ${tag}}
    volumes: [data:/data]
    healthcheck: {test: ["CMD", "true"]}
volumes:
  data: {}
networks:
  default: {labels: {tag: "${tag}"}}
`

const images = [{ reference: 'nginx' }, { reference: 'db' }]

/** An Engine that does something else instead of changing itself for the n-th time. */
function interrupted(engine: Engine, calls: number, instead: (left: number) => void): Engine {
  let left = calls
  const changes = /^(create|start|stop|remove|rename|connect)/
  const entries = Object.entries(engine).map(([method, call]) => [
    method,
    changes.test(method)
      ? async (...args: unknown[]) => {
          left -= 1
          instead(left)
          return call(...args)
        }
      : call,
  ])
  // Safe: the same keys, each with the same parameters and result.
  return Object.fromEntries(entries) as Engine
}

class Killed extends Error {}

const kill = (left: number) => {
  if (left < 0) throw new Killed()
}

const refuse = (left: number) => {
  if (left === -1) throw new EngineError('ENGINE_REFUSED', 'Could not do it: no space left on device')
}

describe('a run that is killed', () => {
  const steps = Array.from({ length: 14 }, (_, calls) => calls)

  it.each(steps)('R28: converges on the next run, after %i changes of the Engine', async (calls) => {
    const engine = createFakeEngine({ images })
    await up(engine, file('old'))
    const volumes = await mountsOf(engine)

    const plan = await planUpOn(engine, file('new'))
    await applyTo(interrupted(engine, calls, kill), plan).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
    })

    const { result } = await up(engine, file('new'))
    expect(result.failures).toEqual([])
    expect(await containersOf(engine)).toEqual(['shop-db-1 running', 'shop-web-1 running'])
    expect(isEmptyPlan(await planUpOn(engine, file('new')))).toBe(true)
    expect(await mountsOf(engine)).toEqual(volumes)
  })
})

describe('an update that fails', () => {
  const steps = Array.from({ length: 12 }, (_, calls) => calls)

  it.each(steps)('R25: leaves every service running when change %i of the Engine fails', async (calls) => {
    const engine = createFakeEngine({ images })
    await up(engine, file('old'))
    const volumes = await mountsOf(engine)

    const plan = await planUpOn(engine, file('new'))
    const { result } = await applyTo(interrupted(engine, calls, refuse), plan)

    expect(result).toMatchObject({ outcome: 'failed', failures: [{ code: 'ENGINE_REFUSED' }] })
    expect(await runningServices(engine)).toEqual(['db', 'web'])

    await up(engine, file('new'))
    expect(await containersOf(engine)).toEqual(['shop-db-1 running', 'shop-web-1 running'])
    expect(await mountsOf(engine)).toEqual(volumes)
  })
})

async function runningServices(engine: Engine): Promise<(string | undefined)[]> {
  const all = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  const running = all.filter(({ state }) => state === 'running')
  return running.map(({ labels }) => labels['com.docker.compose.service']).sort()
}

/** Name of the volume behind every mount: data must not change hands. */
async function mountsOf(engine: Engine): Promise<unknown> {
  const all = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  return Object.fromEntries(all.map(({ labels, mounts }) => [labels['com.docker.compose.service'], mounts]))
}
