import type { Engine } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { apply } from './apply/apply.ts'
import { toDesiredState } from './desired/to-desired-state.ts'
import { observe, observeTarget } from './observed/observe.ts'
import { planDown } from './plan/down.ts'
import { isEmptyPlan } from './plan/format/format-plan.ts'
import { planUp } from './plan/up.ts'
import { projectFrom } from './testing/states.ts'

let engine: Engine
const project = uniqueProject('attributes')

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
afterEach(() => removeProject(engine, project))

const idle = 'image: busybox, command: [sleep, "1000"], stop_signal: SIGKILL'

const desiredFrom = (services: string, sources = new Map<string, string>()) => {
  const text = `services:\n${services}`
  return toDesiredState(
    projectFrom(text, {
      projectName: project,
      sources: new Map([...sources, ['/project/compose.yaml', text]]),
      environment: { TOKEN: 'a secret' },
    }),
  )
}

type Desired = ReturnType<typeof desiredFrom>

const planFor = async (desired: Desired) => planUp(desired, await observe(engine, observeTarget(desired)))

const up = async (desired: Desired) => apply(await planFor(desired), engine, { settleMs: 200 })

/** What a command prints in a container. */
async function shell(name: string, command: string): Promise<string> {
  const { output } = await engine.execInContainer(`${project}-${name}`, { command: ['sh', '-c', command] })
  return output
}

it('R88: copies configs and secrets with their modes and owners, again before each start', async () => {
  const desired = desiredFrom(`
  app:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    secrets: [token, {source: token, target: owned, uid: "5", gid: "6", mode: 0440}]
    configs: [{source: text, target: /etc/deep/app.conf}]
secrets: {token: {environment: TOKEN}}
configs: {text: {content: "port = 80"}}
`)
  expect((await up(desired)).failures).toEqual([])
  const listing = 'stat -c "%a %u %g %n" /run/secrets/* && cat /run/secrets/token /etc/deep/app.conf'
  expect(await shell('app-1', listing)).toBe(
    '440 5 6 /run/secrets/owned\n444 0 0 /run/secrets/token\na secretport = 80',
  )

  await shell('app-1', 'rm /run/secrets/token')
  await engine.stopContainer(`${project}-app-1`)
  await up(desired)
  expect(await shell('app-1', 'cat /run/secrets/token')).toBe('a secret')
})

it('R87: runs hooks as their user, in their folder and with their variables', async () => {
  const desired = desiredFrom(`
  app:
    ${idle.replaceAll(', c', '\n    c').replaceAll(', s', '\n    s')}
    environment: {KEPT: "yes", TAKEN: "no"}
    post_start:
      - {command: [sh, -c, 'echo "$$(id -u) $$(pwd) $$KEPT $$OWN $$TAKEN" >/tmp/started'], user: "1000", working_dir: /tmp, environment: {OWN: mine, TAKEN: }}
    pre_stop: [{command: [sh, -c, 'exit 4']}]
`)
  expect((await up(desired)).failures).toEqual([])
  expect(await shell('app-1', 'cat /tmp/started')).toMatch(/^1000 \/tmp yes mine/)

  const observed = await observe(engine, { project })
  const { failures } = await apply(planDown(observed, { desired }), engine)
  expect(failures).toMatchObject([{ code: 'CONTAINER_HOOK_FAILED', exitCode: 4 }])
  expect(await shell('app-1', 'echo still here')).toBe('still here')
})

it('R44, R89: shares namespaces and volumes, and links', async () => {
  const services = (version: string) => `
  giver: {${idle}, ipc: shareable, volumes: [/data], environment: {VERSION: "${version}"}}
  taker: {${idle}, ipc: "service:giver", pid: "service:giver", volumes_from: [giver]}
  sharer: {${idle}, network_mode: "service:giver"}
  linker: {${idle}, links: ["giver:database"]}
`
  expect((await up(desiredFrom(services('1')))).failures).toEqual([])
  await shell('giver-1', 'echo shared >/data/file; echo shared >/dev/shm/file')
  const look = async () => {
    expect(await shell('taker-1', 'cat /data/file')).toBe('shared')
    expect(await shell('taker-1', 'ps | grep -c "sleep 1000"')).not.toBe('1')
    const [giver, sharer] = await Promise.all(
      ['giver-1', 'sharer-1'].map((name) => shell(name, 'readlink /proc/self/ns/net')),
    )
    expect(sharer).toBe(giver)
    expect(await shell('linker-1', 'ping -c 1 -W 5 database >/dev/null && echo answers')).toBe('answers')
  }
  await look()
  expect(await shell('taker-1', 'cat /dev/shm/file')).toBe('shared')
  expect(isEmptyPlan(await planFor(desiredFrom(services('1'))))).toBe(true)

  expect((await up(desiredFrom(services('2')))).failures).toEqual([])
  await look()
  expect(isEmptyPlan(await planFor(desiredFrom(services('2'))))).toBe(true)
})

it('sends the text of a seccomp profile', async () => {
  const profile =
    '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [ { "names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO" } ] }'
  const desired = desiredFrom(
    `  app: {${idle}, security_opt: ["seccomp=./profile.json"]}`,
    new Map([['/project/profile.json', profile]]),
  )
  expect((await up(desired)).failures).toEqual([])
  expect(await shell('app-1', 'mkdir /tmp/new 2>&1')).toContain('Operation not permitted')
  expect(isEmptyPlan(await planFor(desired))).toBe(true)
})
