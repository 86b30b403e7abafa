import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describeOrigins, loadProject } from '@berth/compose'
import { createFakeEngine } from '@berth/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { observe, observeTarget } from '../observed/observe.ts'
import { describePlan } from '../plan/describe-plan.ts'
import { planUp } from '../plan/up.ts'
import { applyTo } from '../testing/converge-on.ts'
import { reviewExec } from './judge-exec.ts'
import { openPolicy } from './policy.ts'
import { readPolicy } from './read-policy.ts'
import { describeFinding, underPolicy } from './under-policy.ts'
import { writtenLabelsOf } from './written-labels.ts'

let folder = ''
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'berth-policy-')))
})
afterEach(() => rm(folder, { recursive: true }))

/** Judges what `up` would do for a file. */
async function judged(rules: string, text: string, endpoint = 'unix:///var/run/docker.sock') {
  const engine = createFakeEngine({ images: [{ reference: 'nginx' }], registry: [{ reference: 'redis' }] })
  const request = { files: ['compose.yaml'], workingDir: folder, environment: {}, envFiles: [] }
  const loaded = loadProject({ ...request, sources: new Map([['compose.yaml', text]]) })
  if (loaded.project === undefined) throw new Error(loaded.diagnostics[0]?.message)
  const ofBlog = { 'com.docker.compose.project': 'blog' }
  await engine.createVolume({ Name: 'blog_data', Driver: 'local', Labels: ofBlog })
  const desired = toDesiredState(loaded.project)
  const observed = await observe(engine, observeTarget(desired))
  const plan = planUp(desired, observed)
  const context = {
    containers: observed.containers,
    volumes: observed.volumes,
    labels: writtenLabelsOf(loaded.project),
    builtImages: [],
    origins: describeOrigins(loaded),
    endpoint,
  }
  return {
    engine,
    plan,
    under: await underPolicy(plan, readPolicy('policy.yaml', `rules: {${rules}}`), context),
  }
}

const fileOf = (...lines: string[]) =>
  ['name: shop', 'services:', '  web:', '    image: nginx', ...lines.map((line) => `    ${line}`), ''].join(
    '\n',
  )

describe('a plan under a policy', () => {
  it('has a problem for what is refused, with service, field, file and line, and does nothing', async () => {
    const { engine, plan, under } = await judged('privileged: refuse', fileOf('scale: 2', 'privileged: true'))
    expect(under.problems).toEqual([
      {
        code: 'PLAN_REFUSED_BY_POLICY',
        service: 'web',
        message:
          'The policy refuses this plan: service web: The container may do everything that the host may (HostConfig.Privileged, compose.yaml:6, rule privileged).',
        fix: 'Change that in the file, or ask whoever keeps the policy.',
      },
    ])
    expect(under.digest).not.toBe(plan.digest)
    const { result } = await applyTo(engine, under)
    expect(result).toMatchObject({ outcome: 'failed', failures: [{ code: 'PLAN_REFUSED_BY_POLICY' }] })
    // What made the volume of another project.
    expect(engine.calls.slice(1)).toEqual([])
  })

  it('has a notice for what is warned of, and can be applied', async () => {
    const { engine, under } = await judged('hostNamespaces: warn', fileOf('pid: host'))
    expect(under.problems).toEqual([])
    expect(under.notices).toEqual([
      'The policy warns: service web: It has the processes of the host (HostConfig.PidMode, compose.yaml:5, rule hostNamespaces).',
    ])
    expect((await applyTo(engine, under)).result.outcome).toBe('succeeded')
  })

  it('tells its findings as data', async () => {
    const { under } = await judged('privileged: refuse', fileOf('privileged: true'))
    expect(describePlan(under).findings).toEqual([
      {
        rule: 'privileged',
        verdict: 'denied',
        action: 'create-container:web:1',
        service: 'web',
        field: 'HostConfig.Privileged',
        message: 'The container may do everything that the host may.',
        origin: { file: 'compose.yaml', line: 5, column: 17 },
      },
    ])
  })

  it('tells a volume that is of another project', async () => {
    const text = `${fileOf('volumes: [data:/data]')}volumes: {data: {external: true, name: blog_data}}\n`
    const { under } = await judged('foreignVolumes: refuse', text)
    expect(under.findings).toMatchObject([{ rule: 'foreignVolumes', verdict: 'denied', value: 'blog_data' }])
  })

  it('tells labels of the files that are written over with true ones', async () => {
    const { under } = await judged('falseLabels: warn', fileOf('labels: {com.docker.compose.project: blog}'))
    expect(under.findings).toMatchObject([
      { rule: 'falseLabels', verdict: 'needs-confirmation', origin: { line: 5 } },
    ])
  })

  it('is the same plan where nothing is found', async () => {
    const { plan, under } = await judged('privileged: refuse', fileOf())
    expect(under).toBe(plan)
  })

  it('points at the entry of a list that it is about', async () => {
    const { under } = await judged(
      'ports: {allowed: [8080]}',
      fileOf('ports:', '  - "8080:80"', '  - "81:81"'),
    )
    expect(under.findings).toMatchObject([{ message: 'It takes host port 81.', origin: { line: 7 } }])
  })

  it('points at the service where the file does not say what is missing', async () => {
    const { under } = await judged('requiredLimits: {limits: [memory]}', fileOf())
    expect(under.findings).toMatchObject([{ field: 'HostConfig.Memory', origin: { line: 4 } }])
  })

  it('says in one line what it is about, without a service and a place where there are none', () => {
    const finding = { rule: 'dataLoss', verdict: 'denied', action: 'remove-volume:data', field: '' } as const
    expect(describeFinding({ ...finding, message: 'It destroys volume shop_data.' })).toBe(
      'It destroys volume shop_data (rule dataLoss)',
    )
  })

  it('follows links of this machine, and lets what is not there yet be made where it may', async () => {
    await mkdir(path.join(folder, 'data'))
    await mkdir(path.join(folder, 'other'))
    await symlink(path.join(folder, 'other'), path.join(folder, 'data/link'))
    await symlink(path.join(folder, 'nowhere'), path.join(folder, 'data/broken'))
    const mounts = ['data/new', 'data/link', 'data/broken'].map((one) => `  - ./${one}:/${one}`)
    const { under } = await judged(`binds: {allowed: [${folder}/data]}`, fileOf('volumes:', ...mounts))
    expect(under.findings?.map(({ message, origin }) => `${message} ${origin?.line}`)).toEqual([
      `${folder}/data/broken of the host is mounted, and where it leads is not known. 8`,
      `${folder}/data/link (${folder}/other) of the host is mounted. 7`,
    ])
  })

  it('lets nothing be mounted from a machine that it cannot see', async () => {
    await mkdir(path.join(folder, 'data'))
    const { under } = await judged(
      `binds: {allowed: [${folder}/data]}`,
      fileOf('volumes: ["./data:/data"]'),
      'tcp://10.0.0.1:2375',
    )
    expect(under.findings).toMatchObject([{ rule: 'binds', verdict: 'denied' }])
  })

  it('protects the socket of the Engine, wherever that is', async () => {
    const socket = '/srv/engine/docker.sock'
    const { under } = await judged(
      'protectedPaths: [/etc]',
      fileOf(`volumes: ["${socket}:/s.sock"]`),
      `unix://${socket}`,
    )
    expect(under.findings).toMatchObject([{ rule: 'protectedPaths', origin: { line: 5 } }])
  })

  it('judges an image that is pulled, although it could be built', async () => {
    const { under } = await judged(
      'images: {allowed: [docker.io/library/nginx]}',
      'name: shop\nservices: {web: {image: redis, build: .}}\n',
    )
    expect(under.findings).toMatchObject([{ rule: 'images', action: 'pull-image:redis' }])
  })
})

describe('the name of an image', () => {
  it.each([
    ['tag', 'nginx', 1],
    ['tag', 'nginx:latest', 1],
    ['tag', 'registry:5000/nginx', 1],
    ['tag', 'nginx:1.29', 0],
    ['tag', `nginx@sha256:${'0'.repeat(64)}`, 0],
    ['digest', 'nginx:1.29', 1],
    ['digest', `nginx:1.29@sha256:${'0'.repeat(64)}`, 0],
    ['nothing', 'nginx', 0],
  ])('that needs %s: %s has %i findings', async (required, image, count) => {
    const text = `name: shop\nservices: {web: {image: "${image}", pull_policy: never}}\n`
    const { under } = await judged(`imagePins: {required: ${required}}`, text)
    expect((under.findings ?? []).filter(({ rule }) => rule === 'imagePins')).toHaveLength(count)
  })
})

describe('a command in a container that runs', () => {
  const policy = { ...openPolicy, privileged: 'denied' } as const
  it('is refused all rights, and nothing else', () => {
    expect(reviewExec({ isPrivileged: true }, { service: 'web', policy })).toMatchObject([
      { rule: 'privileged', verdict: 'denied', service: 'web', field: 'exec.Privileged' },
    ])
    expect(reviewExec({}, { service: 'web', policy })).toEqual([])
    expect(reviewExec({ isPrivileged: true }, { service: 'web', policy: openPolicy })).toEqual([])
  })
})
