import type { FileInput, ProjectDetail, ProjectSummary, ServiceStatus } from '@berth/contract'
import { type EngineReader, label } from '@berth/docker-engine'
import type { Background } from '../background.ts'
import type { EventBus } from '../events/bus.ts'
import type { Live, LiveContainers } from '../host/live-containers.ts'
import { ProblemError } from '../http/problem.ts'
import { decodeFiles, encodeFile, type FileContent, fileLimits, type ProjectFiles, tooMuch } from './files.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { composeFileOf, type LoadedProject, type ProjectLoader } from './loader.ts'
import type { ProjectRecord, ProjectStore } from './project-store.ts'
import { joinServices, projectState, publishedPorts, type StateInWords } from './status.ts'
import { createSummaries } from './summaries.ts'

/** The operation of a project that has not ended. */
export interface ActiveOperation {
  readonly id: string
  readonly kind: 'deploy' | 'down'
}

export interface ProjectService {
  /** From memory, sorted by name. */
  list(): Promise<readonly ProjectSummary[]>
  read(name: string): Promise<Omit<ProjectDetail, 'seq'>>
  create(name: string, files: readonly FileInput[]): Promise<void>
  /** Registers it when it is new. `ifMatch`: see {@link ProjectService.etag}. */
  replace(name: string, files: readonly FileInput[], ifMatch: string | undefined): Promise<void>
  delete(name: string): Promise<void>
  readFile(
    name: string,
    path: string,
  ): Promise<{ path: string; content: string; encoding: 'utf8' | 'base64' }>
  writeFile(name: string, file: FileInput, ifMatch: string | undefined): Promise<void>
  deleteFile(name: string, path: string, ifMatch: string | undefined): Promise<void>
  /** Over the paths and contents of all files. */
  etag(name: string): Promise<string>
  /** What the files say. */
  load(name: string): Promise<LoadedProject>
  /** What the files ask for beside what runs. */
  services(name: string): Promise<ServiceStatus[]>
  /** Publishes the summary as it is now; does nothing for a project that is not registered. */
  announce(name: string): Promise<void>
  /** Publishes every project's. */
  announceAll(): Promise<void>
  /** @throws a problem, PROJECT_NOT_FOUND. */
  require(name: string): Promise<void>
}

export interface ProjectDependencies {
  readonly store: ProjectStore
  readonly files: ProjectFiles
  readonly loader: ProjectLoader
  readonly engine: EngineReader
  readonly live: LiveContainers
  readonly bus: EventBus
  readonly background: Background
  readonly now: () => number
  readonly activeOperation: (project: string) => ActiveOperation | undefined
}

/** Registered projects: their files, and how they are. */
export function createProjectService(dependencies: ProjectDependencies): ProjectService {
  const { store, files, loader, engine, live, bus, background, now, activeOperation } = dependencies
  const lock = createKeyedLock()

  const find = async (name: string): Promise<ProjectRecord> => {
    const record = await store.find(name)
    if (record === undefined) throw new ProblemError('PROJECT_NOT_FOUND', `There is no project ${name}.`)
    return record
  }

  const look = async (record: ProjectRecord, seen: Live) => {
    const loaded = await loader.load(record)
    const services = joinServices(loaded.project, seen.containers)
    return {
      loaded,
      services,
      summary: summarise({ record, loaded, services, seen, active: activeOperation(record.name) }),
    }
  }

  const publish = (summary: ProjectSummary) =>
    bus.publish({
      name: 'project.changed',
      topics: ['projects', `project:${summary.name}`],
      payload: summary,
    })

  const summaries = createSummaries({
    list: store.list,
    find: store.find,
    summarise: async (record) => (await look(record, live.of(record.name))).summary,
    publish,
    background,
    now,
  })
  const { announce } = summaries

  const requireMatch = async (record: ProjectRecord, ifMatch: string | undefined) => {
    if (ifMatch === undefined || ifMatch.trim() === '*') return
    const current = await files.etag(record.name, record.files)
    const accepted = ifMatch.split(',').map((tag) => tag.trim().replace(/^"?(.*?)"?$/, '"$1"'))
    if (!accepted.includes(current)) {
      throw new ProblemError(
        'FILES_CHANGED',
        `The files of ${record.name} are not the ones that were read.`,
        {
          headers: { etag: current },
        },
      )
    }
  }

  /** New files first, then the record, then what is no longer wanted: a crash leaves files too many, never too few. */
  const rewrite = async (
    record: ProjectRecord,
    written: readonly FileContent[],
    paths: readonly string[],
  ) => {
    await files.write(record.name, written)
    await store.update(record.name, paths, now())
    await files.remove(
      record.name,
      record.files.filter((path) => !paths.includes(path)),
    )
  }

  const create = async (name: string, contents: readonly FileContent[]) => {
    await files.write(name, contents)
    return store.create(
      name,
      contents.map(({ path }) => path),
      now(),
    )
  }

  return {
    list: summaries.list,

    async read(name) {
      const record = await find(name)
      const { loaded, services, summary } = await look(record, await live.refresh(name))
      return {
        ...summary,
        services,
        diagnostics: loaded.diagnostics.map(toWire),
        files: [...record.files],
        composeFile: composeFileOf(record.files) ?? null,
        filesEtag: await files.etag(name, record.files),
      }
    },

    async create(name, inputs) {
      const contents = decodeFiles(inputs)
      await lock(name, async () => {
        const exists = (await store.find(name)) !== undefined
        if (exists || !(await create(name, contents))) {
          throw new ProblemError('PROJECT_EXISTS', `There is a project ${name} already.`)
        }
      })
      await announce(name)
    },

    async replace(name, inputs, ifMatch) {
      const contents = decodeFiles(inputs)
      await lock(name, async () => {
        const record = await store.find(name)
        if (record === undefined && ifMatch !== undefined) {
          throw new ProblemError('FILES_CHANGED', `There is no project ${name} that If-Match could mean.`)
        }
        if (record === undefined) return void (await create(name, contents))
        await requireMatch(record, ifMatch)
        await rewrite(
          record,
          contents,
          contents.map(({ path }) => path),
        )
      })
      await announce(name)
    },

    async delete(name) {
      await lock(name, async () => {
        const record = await find(name)
        await requireUnused(name, { engine, activeOperation })
        await store.delete(name)
        summaries.forget(name)
        await files.remove(name, record.files)
      })
      bus.publish({ name: 'project.deleted', topics: ['projects', `project:${name}`], payload: { name } })
    },

    async readFile(name, path) {
      const bytes = await requireFile(await find(name), path, files)
      return { path, ...encodeFile(bytes) }
    },

    async writeFile(name, input, ifMatch) {
      const [content] = decodeFiles([input])
      if (content === undefined) return
      await lock(name, async () => {
        const record = await find(name)
        await requireMatch(record, ifMatch)
        await requireRoom(record, content, files)
        await rewrite(record, [content], [...new Set([...record.files, content.path])])
      })
      await announce(name)
    },

    async deleteFile(name, path, ifMatch) {
      await lock(name, async () => {
        const record = await find(name)
        await requireMatch(record, ifMatch)
        await requireFile(record, path, files)
        await rewrite(
          record,
          [],
          record.files.filter((other) => other !== path),
        )
      })
      await announce(name)
    },

    async etag(name) {
      return files.etag(name, (await find(name)).files)
    },
    load: async (name) => loader.load(await find(name)),
    async services(name) {
      return (await look(await find(name), await live.refresh(name))).services
    },
    announce,
    announceAll: summaries.announceAll,
    async require(name) {
      await find(name)
    },
  }
}

interface Looked {
  readonly record: ProjectRecord
  readonly loaded: LoadedProject
  readonly services: readonly ServiceStatus[]
  readonly seen: Live
  readonly active: ActiveOperation | undefined
}

function summarise({ record, loaded, services, seen, active }: Looked): ProjectSummary {
  return {
    name: record.name,
    ...stateOf({ loaded, services, seen, active }),
    runningServices: services.filter(({ replicas }) => replicas.some(isRunning)).length,
    totalServices: services.length,
    ports: publishedPorts(services),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    activeOperation: active?.id ?? null,
  }
}

const isRunning = ({ state }: ServiceStatus['replicas'][number]) =>
  state === 'running' || state === 'healthy' || state === 'unhealthy' || state === 'starting'

function stateOf({ loaded, services, seen, active }: Omit<Looked, 'record'>): StateInWords {
  if (seen.unknown !== undefined) return { state: 'unknown', stateReason: seen.unknown }
  if (loaded.project === undefined) return { state: 'invalid', stateReason: firstError(loaded) }
  return projectState(services, { isDeploying: active?.kind === 'deploy' })
}

function firstError({ diagnostics }: LoadedProject): string {
  const first = diagnostics.find(({ severity }) => severity === 'error')
  const place = first?.range ? `${first.range.file}:${first.range.line}:${first.range.column}: ` : ''
  return `${place}${first?.message ?? ''}`
}

const toWire = ({
  path,
  range,
  ...rest
}: LoadedProject['diagnostics'][number]): ProjectDetail['diagnostics'][number] => ({
  ...rest,
  ...(range && { range: { ...range } }),
  ...(path && { path: [...path] }),
})

async function requireFile(record: ProjectRecord, path: string, files: ProjectFiles): Promise<Buffer> {
  const bytes = record.files.includes(path) ? await files.read(record.name, path) : undefined
  if (bytes === undefined) throw new ProblemError('FILE_NOT_FOUND', `${record.name} has no file ${path}.`)
  return bytes
}

/** Holds the project as a whole to its limits, with one file more or instead. */
async function requireRoom(record: ProjectRecord, added: FileContent, files: ProjectFiles): Promise<void> {
  const others = record.files.filter((path) => path !== added.path)
  if (others.length >= fileLimits.files) throw tooMuch(`A project has at most ${fileLimits.files} files.`)
  let total = added.bytes.length
  for (const path of others) total += (await files.read(record.name, path))?.length ?? 0
  if (total > fileLimits.project) {
    throw tooMuch(`Together the files would be larger than ${fileLimits.project / 2 ** 20} MiB.`)
  }
}

/** Asks the Engine, and refuses when it does not answer: what runs must not be forgotten. */
async function requireUnused(
  name: string,
  { engine, activeOperation }: Pick<ProjectDependencies, 'engine' | 'activeOperation'>,
): Promise<void> {
  if (activeOperation(name) !== undefined) {
    throw new ProblemError('PROJECT_IN_USE', `An operation of ${name} has not ended.`)
  }
  const containers = await engine.listContainers({ labels: [`${label.project}=${name}`] })
  if (containers.length > 0) {
    const names = containers.map((container) => container.name).join(', ')
    throw new ProblemError('PROJECT_IN_USE', `Containers of ${name} exist: ${names}.`)
  }
}
