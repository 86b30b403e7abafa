import path from 'node:path'
import type {
  CreateContainer,
  EngineReader,
  ExecRequest,
  NetworkBody,
  PutArchiveOptions,
  VolumeBody,
} from '@berth/docker-engine'
import type { FakeEngine } from '@berth/testkit'
import { unpackTar } from 'modern-tar'
import { nameOfId, type RecordedRequest } from './recorded.ts'

type Call = FakeEngine['calls'][number]

/** The calls that were made of a fake Engine in the form in which those of Docker Compose are recorded. */
export async function ourRequests(calls: readonly Call[], engine: EngineReader): Promise<RecordedRequest[]> {
  const made = await Promise.all(calls.map(toRequest))
  const containers = await engine.listContainers({})
  const { Id } = await engine.inspectImage('busybox')
  const plain = (text: string) =>
    containers
      .reduce((all, { id, name }) => all.replaceAll(id, nameOfId(name)), text)
      .replaceAll(Id, nameOfId('image busybox'))
  return made.flat().map((request) => JSON.parse(plain(JSON.stringify(request))) as RecordedRequest)
}

/** The methods that have a body, and how it is sent. */
async function toRequest({ method, args }: Call): Promise<RecordedRequest[]> {
  switch (method) {
    case 'createContainer': {
      const { name, platform, body } = args[0] as CreateContainer
      const query = platform === undefined ? '' : `&platform=${encodeURIComponent(platform)}`
      return [{ request: `POST /containers/create?name=${name}${query}`, body }]
    }
    case 'createNetwork':
      return [{ request: 'POST /networks/create', body: args[0] as NetworkBody }]
    case 'createVolume':
      return [{ request: 'POST /volumes/create', body: args[0] as VolumeBody }]
    case 'execInContainer':
      return [{ request: `POST /containers/${args[0]}/exec`, body: execBody(args[1] as ExecRequest) }]
    case 'putArchive':
      return uploads(args)
    default:
      return []
  }
}

const execBody = ({ command, user, workingDir, env, isPrivileged }: ExecRequest) => ({
  Cmd: command,
  User: user,
  WorkingDir: workingDir,
  Env: env,
  Privileged: isPrivileged,
})

/** Docker Compose uploads one file at a time. */
async function uploads(args: readonly unknown[]): Promise<RecordedRequest[]> {
  const [id, folder, tar, options] = args as [string, string, Uint8Array, PutArchiveOptions?]
  const query = [
    ...(options?.isOwnedByUser ? ['copyUIDGID=true'] : []),
    ...(options?.keepsKind ? ['noOverwriteDirNonDir=true'] : []),
    `path=${encodeURIComponent(folder)}`,
  ]
  const entries = await unpackTar(tar)
  return entries.map(({ header: { name, mode = 0, uid = 0, gid = 0 }, data }) => ({
    request: `PUT /containers/${id}/archive?${query.join('&')}`,
    files: [
      {
        name: path.posix.join('/', name),
        mode: `0${mode.toString(8)}`,
        uid,
        gid,
        text: Buffer.from(data ?? []).toString(),
      },
    ],
  }))
}
