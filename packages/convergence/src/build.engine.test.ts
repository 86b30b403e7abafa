import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Engine } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  removeProject,
  startRegistry,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { apply } from './apply/apply.ts'
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
