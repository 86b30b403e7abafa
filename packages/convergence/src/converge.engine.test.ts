import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Engine } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  projectRemains,
  removeProject,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { apply } from './apply/apply.ts'
import { toDesiredState } from './desired/to-desired-state.ts'
import { hostOf } from './observed/host/this-machine.ts'
import { observe, observeTarget } from './observed/observe.ts'
import { type PlanDownOptions, planDown } from './plan/down.ts'
import { formatPlan, isEmptyPlan } from './plan/format/format-plan.ts'
import type { PlanUpOptions } from './plan/options.ts'
import { planUp } from './plan/up.ts'
import { projectFrom } from './testing/states.ts'

let engine: Engine
const project = uniqueProject('converge')

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
afterEach(() => removeProject(engine, project))

const desiredFrom = (file: string) => toDesiredState(projectFrom(file, { projectName: project }))

async function planFor(file: string, options?: PlanUpOptions) {
  const desired = desiredFrom(file)
  return planUp(desired, await observe(engine, observeTarget(desired), { host: hostOf('unix:') }), options)
}

const up = async (file: string, options?: PlanUpOptions) => apply(await planFor(file, options), engine)

async function down(options: PlanDownOptions = {}) {
  return apply(planDown(await observe(engine, { project }), options), engine)
}

async function idsOf(): Promise<Record<string, string>> {
  const all = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  return Object.fromEntries(all.map(({ name, id }) => [name.replace(`${project}-`, ''), id]))
}

/** Until the web server says it: it listens a moment after its container runs. */
const untilAnswers = (port: number, text: string) =>
  waitFor(`port ${port} answers ${text}`, async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    return (await reply?.text())?.trim() === text
  })

const shop = ({
  port,
  text = 'one',
  command = 'exec httpd -f -p 80 -h /www',
  scale = 1,
}: {
  port: number
  text?: string
  command?: string
  scale?: number
}) => `
services:
  web:
    image: busybox
    command: ["sh", "-c", "echo $$TEXT > /www/index.html; ${command}"]
    environment: {TEXT: ${text}}
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["/www"]
    stop_signal: SIGKILL
    depends_on:
      db: {condition: service_healthy}
      init: {condition: service_completed_successfully}
  db:
    image: busybox
    command: ["sleep", "1000"]
    healthcheck: {test: ["CMD", "true"], interval: 1s}
    stop_signal: SIGKILL
    volumes: [data:/data]
  init:
    image: busybox
    command: ["echo", "ready"]
  worker:
    image: busybox
    command: ["sleep", "1000"]
    stop_signal: SIGKILL
    scale: ${scale}
volumes:
  data: {}
`

it('takes a project up, changes one service, scales it and takes it down', async () => {
  const port = await freePort()
  const first = await up(shop({ port }))
  expect(first.failures).toEqual([])
  await untilAnswers(port, 'one')
  const before = await idsOf()

  const again = await planFor(shop({ port }))
  expect(formatPlan(again)).toContain('nothing to do')
  expect(isEmptyPlan(again)).toBe(true)

  const changed = await planFor(shop({ port, text: 'two' }))
  expect(changed.services.filter(({ change }) => change !== 'none')).toEqual([
    { service: 'web', change: 'recreate', reasons: ['environment TEXT changed'] },
  ])
  const anonymous = await volumeOf('web-1')
  expect((await apply(changed, engine)).outcome).toBe('succeeded')
  await untilAnswers(port, 'two')
  expect(await volumeOf('web-1')).toBe(anonymous)
  const after = await idsOf()
  expect(Object.keys(after).sort()).toEqual(['db-1', 'init-1', 'web-1', 'worker-1'])
  expect({ ...after, 'web-1': '' }).toEqual({ ...before, 'web-1': '' })
  expect(after['web-1']).not.toBe(before['web-1'])

  expect((await up(shop({ port, text: 'two', scale: 3 }))).outcome).toBe('succeeded')
  expect(Object.keys(await idsOf())).toContain('worker-3')
  expect((await up(shop({ port, text: 'two', scale: 1 }))).outcome).toBe('succeeded')
  expect(await idsOf()).toEqual(after)

  expect((await down()).outcome).toBe('succeeded')
  expect(await projectRemains(engine, project)).toEqual([`volume ${project}_data`])
  expect((await down({ volumes: true })).outcome).toBe('succeeded')
  expect(await projectRemains(engine, project)).toEqual([])
})

const volumeOf = async (name: string) => {
  const { Mounts } = await engine.inspectContainer(`${project}-${name}`)
  return Mounts.map(({ Name }) => Name).join()
}

it('R25: keeps the old container answering when the new one exits at once', async () => {
  const port = await freePort()
  await up(shop({ port }))
  const before = await idsOf()
  const result = await up(shop({ port, text: 'two', command: 'echo no database >&2; exit 3' }))
  expect(result).toMatchObject({
    outcome: 'failed',
    rolledBack: ['web'],
    failures: [{ code: 'CONTAINER_EXITED', service: 'web', exitCode: 3, logTail: ['no database'] }],
  })
  expect(await idsOf()).toEqual(before)
  await untilAnswers(port, 'one')
})

const publishing = (port: number) => `
services:
  web: {image: busybox, command: [sleep, "1000"], stop_signal: SIGKILL, ports: ["127.0.0.1:${port}:80"]}
`

it('R54: refuses a plan for a port that a container of another project has', async () => {
  const [port, taken] = [await freePort(), await freePort()]
  const other = uniqueProject('converge-port')
  try {
    const holder = toDesiredState(projectFrom(publishing(taken), { projectName: other }))
    await apply(planUp(holder, await observe(engine, observeTarget(holder))), engine)
    await up(publishing(port))
    const before = await idsOf()
    const plan = await planFor(publishing(taken))
    expect(plan.needs.ports).toMatchObject([
      {
        published: taken,
        heldBy: { kind: 'container', name: `${other}-web-1`, project: other, givesUp: false },
      },
    ])
    expect(await apply(plan, engine)).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'PLAN_PORT_TAKEN', service: 'web' }],
    })
    expect(await idsOf()).toEqual(before)
  } finally {
    await removeProject(engine, other)
  }
})

it('R25: keeps what ran when a program has the port, and says which', async () => {
  const [port, taken] = [await freePort(), await freePort()]
  await up(publishing(port))
  const before = await idsOf()
  const program = createServer().listen(taken, '127.0.0.1')
  await once(program, 'listening')
  try {
    const plan = await planFor(publishing(taken))
    expect(plan.needs.ports).toMatchObject([
      { published: taken, heldBy: { kind: 'program', pid: process.pid } },
    ])
    const result = await apply(plan, engine)
    expect(result).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'ENGINE_PORT_IN_USE', service: 'web' }],
    })
    expect(result.failures[0]?.message).toContain(String(taken))
    expect(await idsOf()).toEqual(before)
  } finally {
    program.close()
  }
})

it('R35: fails when the Engine restarts a container again and again', async () => {
  const result = await up(`
services:
  web: {image: busybox, command: ["sh", "-c", "exit 7"], restart: always}
`)
  expect(result.failures).toMatchObject([{ code: 'CONTAINER_EXITED', service: 'web', exitCode: 7 }])
})

it('fails with what the healthcheck said last', async () => {
  const result = await up(`
services:
  web:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    healthcheck: {test: ["CMD-SHELL", "echo no such table; exit 1"], interval: 1s, retries: 1}
`)
  expect(result.failures).toMatchObject([
    { code: 'CONTAINER_UNHEALTHY', message: expect.stringContaining('no such table') },
  ])
})

const labelled = (label: string, subnet = '') => `
services:
  web: {image: busybox, command: [sleep, "1000"], stop_signal: SIGKILL, volumes: [/scratch]}
  db: {image: busybox, command: [sleep, "1000"], stop_signal: SIGKILL}
networks:
  default:
    labels: {label: "${label}"}
    ${subnet}
`

it('R7: replaces a network whose configuration changed, with the containers on it', async () => {
  await up(labelled('1'))
  const anonymous = await volumeOf('web-1')
  const result = await up(labelled('2'))
  expect(result.failures).toEqual([])
  const [network] = await engine.listNetworks({ labels: [`com.docker.compose.project=${project}`] })
  expect(network?.Labels).toMatchObject({ label: '2' })
  expect(isEmptyPlan(await planFor(labelled('2')))).toBe(true)
  expect(await volumeOf('web-1')).toBe(anonymous)
})

it('R7: brings the old network and its containers back when the new one cannot be made', async () => {
  await up(labelled('1'))
  const before = await idsOf()
  const result = await up(labelled('2', 'ipam: {config: [{subnet: 127.0.0.0/24, gateway: 10.1.1.1}]}'))
  expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['db', 'web'] })
  expect(await idsOf()).toEqual(before)
  const web = await engine.inspectContainer(`${project}-web-1`)
  expect(web.State.Running).toBe(true)
  expect(web.NetworkSettings.Networks[`${project}_default`]?.Aliases).toContain('web')
  expect(isEmptyPlan(await planFor(labelled('1')))).toBe(true)
})

it('R16: replaces a stopped container whose network was removed meanwhile', async () => {
  await up(labelled('1'))
  for (const id of Object.values(await idsOf())) await engine.stopContainer(id)
  await engine.removeNetwork(`${project}_default`)
  const result = await up(labelled('1'))
  expect(result.failures).toEqual([])
  expect(isEmptyPlan(await planFor(labelled('1')))).toBe(true)
})
