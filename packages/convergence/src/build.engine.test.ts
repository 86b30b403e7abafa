import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { compareApi, type Engine, label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  holdStep,
  removeProject,
  startRegistry,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { apply } from './apply/apply.ts'
import type { ApplyEvent } from './apply/events.ts'
import { toDesiredState } from './desired/to-desired-state.ts'
import { observe, observeTarget } from './observed/observe.ts'
import { isEmptyPlan } from './plan/format/format-plan.ts'
import { planUp } from './plan/up.ts'
import { projectFrom } from './testing/states.ts'

let engine: Engine
let folder = ''
const project = uniqueProject('build')
const images = ['base', 'web'].map((name) => `${project}-${name}`)

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-build-'))
})
afterEach(async () => {
  await removeProject(engine, project)
  for (const image of (await engine.findImages(images)).keys())
    await engine.removeImage(image, { force: true })
  await rm(folder, { recursive: true })
})

const planFor = async (file: string) => {
  const desired = toDesiredState(projectFrom(file, { projectName: project }))
  return planUp(desired, await observe(engine, observeTarget(desired)))
}

it('R82: builds from what another service builds, with the secret of a variable', async () => {
  await writeFile(path.join(folder, 'page'), 'from the base\n')
  const file = `
services:
  base:
    scale: 0
    build:
      context: ${folder}
      dockerfile_inline: |
        FROM busybox
        COPY page /page
        ENV GREETING=hello
  web:
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    build:
      context: ${folder}
      dockerfile_inline: |
        FROM base
        RUN --mount=type=secret,id=token,required=true cat /page /run/secrets/token > /all && echo $$GREETING >> /all
      additional_contexts: {base: "service:base"}
      pull: true
      secrets: [token]
secrets: {token: {environment: TOKEN}}
`
  const desired = toDesiredState(
    projectFrom(file, { projectName: project, environment: { TOKEN: 'hush\n' } }),
  )
  const plan = planUp(desired, await observe(engine, observeTarget(desired)))
  expect(JSON.stringify(plan)).not.toContain('hush')
  const result = await apply(plan, engine)
  const { apiVersion } = await engine.version()
  if (compareApi(apiVersion, '1.42') < 0) {
    expect(result).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'ENGINE_BUILD_FAILED', fix: expect.stringContaining('Upgrade Docker to 23.0') }],
    })
    expect(await engine.listContainers({ labels: [`${label.project}=${project}`] })).toEqual([])
    return
  }
  expect(result.failures).toEqual([])
  expect(result.outcome).toBe('succeeded')
  const { Config } = await engine.inspectImage(`${project}-web`)
  expect(Config?.Env).toContain('GREETING=hello')
  expect(Config?.Labels).toMatchObject({
    'com.docker.compose.project': project,
    'com.docker.compose.service': 'web',
  })
  expect(isEmptyPlan(await planFor(file))).toBe(true)
})

it('builds services that do not need each other side by side, and tells of each step', async () => {
  const steps = [await holdStep(), await holdStep()]
  const service = (index: number) => `
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    build: {context: ${folder}, network: host, dockerfile_inline: "FROM busybox\\n${steps[index]?.instruction}\\n"}`
  const file = `services:\n  base: ${service(0)}\n  web: ${service(1)}`
  const events: ApplyEvent[] = []
  const stepsOf = (state: string) =>
    events.flatMap((event) =>
      event.kind === 'action-step' && event.step.name.includes('wget') && event.step.state === state
        ? [{ action: event.action, durationMs: event.step.durationMs }]
        : [],
    )
  try {
    const desired = toDesiredState(projectFrom(file, { projectName: project }))
    const up = async () => {
      const plan = planUp(desired, await observe(engine, observeTarget(desired)), { build: true })
      return apply(plan, engine, { onEvent: (event) => events.push(event) })
    }
    const first = up()
    await Promise.all(steps.map(({ begun }) => begun))
    for (const step of steps) step.finish()
    expect((await first).failures).toEqual([])
    const each = ['build-image:base', 'build-image:web'].map((action) => ({
      action,
      durationMs: expect.any(Number),
    }))
    expect(stepsOf('done')).toEqual(expect.arrayContaining(each))
    expect(stepsOf('cached')).toEqual([])
    const ids = async () =>
      (await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] }))
        .map(({ id }) => id)
        .sort()
    const before = await ids()

    expect((await up()).failures).toEqual([])
    expect(stepsOf('cached')).toEqual(expect.arrayContaining(each))
    expect(await ids()).toEqual(before)
  } finally {
    await Promise.all(steps.map((step) => step.close()))
  }
})

it('R86: pulls by digest what the registry has, and keeps the name of the file', async () => {
  const registry = await startRegistry()
  const image = `${registry.host}/${project}:1`
  try {
    const desired = toDesiredState(
      projectFrom(`services: {web: {image: "${image}", command: [sleep, "1000"], stop_signal: SIGKILL}}`, {
        projectName: project,
      }),
    )
    const planPinned = async () =>
      planUp(desired, await observe(engine, observeTarget(desired, { pinDigests: true })), {
        pinDigests: true,
      })
    await engine.tagImage('busybox', image)
    await engine.pushImage(image)
    const { Id } = await engine.inspectImage(image)
    await engine.removeImage(image)

    const plan = await planPinned()
    const digest = await engine.resolveDigest(image)
    expect(plan.actions).toContainEqual(expect.objectContaining({ kind: 'pull-image', image, digest }))
    expect((await apply(plan, engine)).failures).toEqual([])
    const { Image, Config } = await engine.inspectContainer(`${project}-web-1`)
    expect([Image, Config.Image]).toEqual([Id, image])
    expect(isEmptyPlan(await planPinned())).toBe(true)
  } finally {
    await removeProject(engine, project)
    for (const name of (await engine.findImages([image])).keys())
      await engine.removeImage(name, { force: true })
    await registry.stop()
  }
})
