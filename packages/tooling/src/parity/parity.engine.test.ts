import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadProject } from '@berth/compose'
import { type Action, apply, observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { type CreateContainer, compareApi, type NetworkBody, type VolumeBody } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machine, outsideOf, type ProjectFolder } from './compose.ts'
import { casesFolder, findCases, type ParityCase, recordingFolder } from './find-cases.ts'
import { nameOfId, type RecordedRequest, readRecorded } from './recorded.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'

let engine: Awaited<ReturnType<typeof connectTestEngine>>

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
afterAll(() => engine.close())

/** Lets several runs of a case be on one Engine: under names and with addresses of their own. */
function ownNames({ name, folder }: ParityCase): {
  readonly project: string
  readonly rename: (text: string) => string
} {
  const own = randomInt(4096, 65_536).toString(16)
  const project = `parity-${name}-${own}`
  const rename = (text: string) =>
    text
      .replaceAll(`parity-${name}`, project)
      .replaceAll('10.231.', `10.${randomIntOnce(own)}.`)
      .replaceAll('fd00:231:', `fd00:${own}:`)
      .replaceAll(`"${recordingFolder}`, `"${folder}`)
  return { project, rename }
}

const randomIntOnce = (own: string) => 100 + (Number.parseInt(own, 16) % 128)

/** Everything that makes something, and nothing that starts it. */
const makes = ({ kind }: Action) =>
  kind === 'create-network' || kind === 'create-volume' || kind === 'create-container'

/** What Berth makes of a project. */
async function make({ folder, environment, profiles }: ProjectFolder, rename: (text: string) => string) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const sources = files.map(({ parentPath, name }) => {
    const file = path.join(parentPath, name)
    return [file, rename(readFileSync(file, 'utf8'))] as const
  })
  const { project, diagnostics } = loadProject({
    files: [path.join(folder, 'compose.yaml')],
    sources: new Map(sources),
    absent: new Set([path.join(folder, 'absent.env')]),
    workingDir: folder,
    environment: { ...machine, ...environment },
    profiles,
    envFiles: [],
  })
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join())
  const desired = toDesiredState(project)
  const plan = planUp(desired, await observe(engine, observeTarget(desired)))
  const made = plan.actions.filter(makes).map((action) => ({ ...action, after: action.after.filter(isMade) }))
  const result = await apply({ ...plan, actions: made, rollbacks: [] }, engine)
  return { problems: plan.problems, failures: plan.problems.length > 0 ? [] : result.failures }
}

const isMade = (id: string) => /^create-(network|volume|container):/.test(id)

/** What the recorded requests of Docker Compose make; each after those whose ids or names it has in it. */
async function replay(requests: readonly RecordedRequest[], rename: (text: string) => string): Promise<void> {
  const { Id } = await engine.inspectImage('busybox')
  const ids = new Map([[nameOfId('image busybox'), Id]])
  for (const { id, name } of await engine.listContainers({})) ids.set(nameOfId(name), id)
  const waiting = requests.map((request) => JSON.parse(rename(JSON.stringify(request))) as RecordedRequest)
  while (waiting.length > 0) {
    const next = waiting.findIndex((request) => isReady(request, ids, waiting))
    const [request] = waiting.splice(Math.max(0, next), 1)
    if (request !== undefined) await send(request, ids)
  }
}

function isReady(
  request: RecordedRequest,
  ids: ReadonlyMap<string, string>,
  waiting: readonly RecordedRequest[],
): boolean {
  const text = JSON.stringify(request)
  const isNetworkMissing = isContainer(request) && waiting.some((other) => !isContainer(other))
  const linked = [...text.matchAll(/"([^":]+):[^"]+"/g)].map(([, name = '']) => name)
  const isLinkMissing = waiting.some((other) => other !== request && linked.includes(nameOf(other)))
  return (
    !isNetworkMissing &&
    !isLinkMissing &&
    [...text.matchAll(/<id of [^>]+>/g)].every(([placeholder]) => ids.has(placeholder))
  )
}

const isContainer = ({ request }: RecordedRequest) => request.startsWith('POST /containers/create')

const nameOf = ({ request }: RecordedRequest) => new URLSearchParams(request.split('?')[1]).get('name') ?? ''

async function send(request: RecordedRequest, ids: Map<string, string>): Promise<void> {
  // Uploads make nothing that an inspection shows.
  if (request.body === undefined) return
  const text = [...ids].reduce((all, [name, id]) => all.replaceAll(name, id), JSON.stringify(request.body))
  // Safe: what was recorded are bodies of the Engine's API.
  const body = JSON.parse(text)
  if (request.request === 'POST /networks/create') await engine.createNetwork(body as NetworkBody)
  if (request.request === 'POST /volumes/create') await engine.createVolume(body as VolumeBody)
  if (!isContainer(request)) return
  const platform = new URLSearchParams(request.request.split('?')[1]).get('platform')
  const { id } = await engine.createContainer({
    name: nameOf(request),
    body: body as CreateContainer['body'],
    ...(platform !== null && { platform }),
  })
  ids.set(nameOfId(nameOf(request)), id)
}

/** The hashes have names in them, which are others here. */
const withoutHashes = (snapshot: Snapshot) =>
  JSON.parse(
    JSON.stringify(snapshot, (key, value) => (key === 'com.docker.compose.config-hash' ? undefined : value)),
  )

describe.concurrent('what the Engine makes of our requests', () => {
  const deployable = findCases(casesFolder).filter(
    ({ isDeployable, isRecorded }) => isDeployable && isRecorded,
  )

  it.each(deployable)('is what it makes of those of Docker Compose: $name', async (parityCase) => {
    const { project, rename } = ownNames(parityCase)
    const before = outsideOf(parityCase)
    try {
      if (before) await make(before, rename)
      const { problems, failures } = await make(parityCase, rename)
      // What an older Engine lacks is told instead.
      const api = await engine.apiVersion()
      expect(problems.length > 0).toBe(compareApi(api, parityCase.needsApi ?? api) < 0)
      if (problems.length > 0) return
      expect(failures).toEqual([])
      const ours = await takeSnapshot(engine, project)
      await removeProject(engine, project)
      await replay(readRecorded(parityCase)?.requests ?? [], rename)
      const theirs = await takeSnapshot(engine, project)
      expect(withoutHashes(ours.snapshot)).toEqual(withoutHashes(theirs.snapshot))
    } finally {
      await removeProject(engine, project)
      if (before) await removeProject(engine, `${project}-outside`)
    }
  })
})
