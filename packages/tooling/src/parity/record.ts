import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EngineReader, label } from '@berth/docker-engine'
import type { ComposeCli } from '../compose-cli.ts'
import { comparable } from './comparable.ts'
import { outsideOf, runProgram, type Surroundings } from './compose.ts'
import { type ParityCase, readCase, recordingFolder } from './find-cases.ts'
import { nameOfId, type Recorded, type RecordedRequest } from './recorded.ts'
import { type SeenRequest, startRecordingProxy } from './recording-proxy.ts'

interface Recording {
  readonly cli: ComposeCli
  readonly engine: EngineReader
  readonly around: Surroundings
}

/**
 * Writes what Docker Compose sends to the Engine for a case to its `requests.json`, with ids by the names of what
 * they are of. The case is copied to `/project` for that, which must not exist.
 *
 * @returns What the CLI said last when it failed.
 */
export async function recordCase(original: ParityCase, recording: Recording): Promise<string | undefined> {
  if (existsSync(recordingFolder))
    throw new Error(`Cases are recorded in ${recordingFolder}: move what is there.`)
  cpSync(original.folder, recordingFolder, { recursive: true })
  try {
    const { recorded, error } = await record(readCase(recordingFolder), recording)
    writeFileSync(path.join(original.folder, 'requests.json'), `${JSON.stringify(recorded, null, 2)}\n`)
    return error
  } finally {
    rmSync(recordingFolder, { recursive: true })
  }
}

async function record(parityCase: ParityCase, { cli, engine, around }: Recording) {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-parity-'))
  const socket = path.join(folder, 'docker.sock')
  const proxy = await startRecordingProxy(around.host.replace(/^unix:\/\//, ''), socket)
  const before = outsideOf(parityCase)
  try {
    if (before) await runProgram(cli, before, { args: ['up', '-d'], around })
    const ids = await knownIds(engine)
    const { status, output } = await runProgram(cli, parityCase, {
      args: ['up', '-d'],
      around: { ...around, host: `unix://${socket}` },
    })
    const error = status === 0 ? undefined : output.trim().split('\n').at(-1)
    const { apiVersion } = await engine.version()
    const recorded: Recorded = {
      recordedFrom: `Docker Compose ${cli.version}, Engine API ${apiVersion}`,
      ...toRequests(proxy.seen, ids),
    }
    return { recorded, error }
  } finally {
    await proxy.close()
    rmSync(folder, { recursive: true, force: true })
    for (const each of before ? [parityCase, before] : [parityCase]) {
      await runProgram(cli, each, { args: ['down', '-v', '-t', '0', '--remove-orphans'], around })
    }
  }
}

/** Ids of containers and images that are there, by what they stand for. */
async function knownIds(engine: EngineReader): Promise<Map<string, string>> {
  const containers = await engine.listContainers({ labels: [label.project] })
  const { Id } = await engine.inspectImage('busybox')
  return new Map([...containers.map(({ id, name }) => [id, name] as const), [Id, busybox]])
}

const busybox = 'image busybox'

function toRequests(
  seen: readonly SeenRequest[],
  before: ReadonlyMap<string, string>,
): Pick<Recorded, 'requests' | 'containerIds'> {
  const made = seen.flatMap(({ request, id }) => {
    const name = /^POST \/containers\/create\?.*\bname=([^&]+)/.exec(request)?.[1]
    return name === undefined || id === undefined ? [] : [[id, name] as const]
  })
  const ids = new Map([...before, ...made])
  const text = JSON.stringify(
    seen
      .filter(({ request, body, files }) => (body ?? files) !== undefined && !request.includes('/exec/'))
      .map(({ id: _id, body, ...rest }) => ({
        ...rest,
        ...(body !== undefined && { body: comparable(body) }),
      })),
  )
  const named = [...ids].reduce((all, [id, name]) => all.replaceAll(id, nameOfId(name)), text)
  const used = [...ids].filter(
    ([id, name]) => (name !== busybox && text.includes(`"${id}"`)) || text.includes(`container:${id}`),
  )
  const requests: RecordedRequest[] = JSON.parse(named)
  return {
    ...(used.length > 0 && { containerIds: Object.fromEntries(used.map(([id, name]) => [name, id])) }),
    requests: requests.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  }
}
