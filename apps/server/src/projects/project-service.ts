import type { FileInput, ProjectDetail, ProjectSummary, RecoveryPolicy, ServiceStatus } from '@berth/contract'
import { type EngineReader, label } from '@berth/docker-engine'
import type { Background } from '../background.ts'
import type { EventBus } from '../events/bus.ts'
import type { Live, LiveContainers } from '../host/live-containers.ts'
import { ProblemError } from '../http/problem.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import type { DeployedMarks } from './drift.ts'
import { decodeFiles, encodeFile, type FileContent, fileLimits, type ProjectFiles, tooMuch } from './files.ts'
import { composeFileOf, type LoadedProject, type ProjectLoader } from './loader.ts'
import { isAnyVersion, requireMatch } from './match.ts'
import type { MakingOptions, OpenProject, ProjectChanges } from './project-changes.ts'
import type { ProjectRecord, ProjectStore } from './project-store.ts'
import { joinServices } from './status.ts'
import { createSummaries } from './summaries.ts'
import { type ActiveOperation, summarise, toWire } from './summarise.ts'

export interface ProjectService {
  /** From memory, sorted by name. */
  list(): Promise<readonly ProjectSummary[]>
  read(name: string): Promise<Omit<ProjectDetail, 'seq'>>
  create(name: string, files: readonly FileInput[], options: MakingOptions): Promise<void>
  /** Registers it when it is new, which needs no `ifMatch`. `ifMatch`: see {@link ProjectService.etag}. */
  replace(
    name: string,
    files: readonly FileInput[],
    options: Pick<MakingOptions, 'owner'> & { readonly ifMatch: string | undefined },
  ): Promise<void>
  delete(name: string, ifMatch: string | undefined): Promise<void>
  readFile(
    name: string,
    path: string,
  ): Promise<{ path: string; content: string; encoding: 'utf8' | 'base64' }>
  /** The path of the `.env` of the project. */
  envFile(name: string): Promise<string>
  /** A file of the project as text; undefined when it has none of that path. */
  readText(name: string, path: string): Promise<string | undefined>
  /** A file that is new needs no `ifMatch`: nothing of anybody is lost by it. */
  writeFile(name: string, file: FileInput, ifMatch: string | undefined): Promise<void>
  deleteFile(name: string, path: string, ifMatch: string | undefined): Promise<void>
  /** Settles what becomes of its operations that a stop of the server cuts short. */
  setRecovery(name: string, recovery: RecoveryPolicy): Promise<void>
  /** Changes files in a way of its own, while nobody else does, and tells who watches. */
  change<T>(name: string, work: (project: OpenProject) => Promise<T>): Promise<T>
  /** Over the paths and contents of all files. */
  etag(name: string): Promise<string>
  /** What the files say. */
  load(name: string): Promise<LoadedProject>
  /** What the files of every project say, by name, sorted. */
  loadAll(): Promise<ReadonlyMap<string, LoadedProject>>
  /** What the files ask for beside what runs; undefined when there is no such project. */
  findServices(name: string): Promise<ServiceStatus[] | undefined>
  /** Publishes the summary as it is now; does nothing for a project that is not registered. */
  announce(name: string): Promise<void>
  /** Publishes every project's. */
  announceAll(): Promise<void>
  /** Looks whether somebody has edited files on the disk, and publishes what has changed by it. */
  recheck(): Promise<void>
  /** @throws a problem, PROJECT_NOT_FOUND. */
  require(name: string): Promise<void>
}

export interface ProjectDependencies {
  readonly store: ProjectStore
  readonly files: ProjectFiles
  readonly changes: ProjectChanges
  readonly loader: ProjectLoader
  readonly engine: EngineReader
  readonly live: LiveContainers
  readonly bus: EventBus
  readonly background: Background
  readonly now: () => number
  readonly deployedOf: (project: string) => DeployedMarks | undefined
  readonly activeOperation: (project: string) => ActiveOperation | undefined
  /** Forgets what else is known of a project. */
  readonly onDeleted: (project: string) => Promise<void>
}

/** Registered projects: their files, and how they are. */
export function createProjectService(dependencies: ProjectDependencies): ProjectService {
  const { store, files, changes, loader, engine, live, bus, background, now } = dependencies
  const { activeOperation, deployedOf, onDeleted } = dependencies

  const look = async (record: ProjectRecord, seen: Live) => {
    const loaded = await loader.load(record)
    const services = joinServices(loaded.project, seen.containers)
    return {
      loaded,
      services,
      summary: summarise({
        record,
        loaded,
        services,
        seen,
        active: activeOperation(record.name),
        deployed: deployedOf(record.name),
      }),
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

  const etagOf = ({ name, files: paths }: ProjectRecord) => files.etag(name, paths)
  const requireSame = async (record: ProjectRecord, ifMatch: string | undefined) =>
    requireMatch(await etagOf(record), ifMatch, `The files of ${record.name}`)

  const readOwn = async (name: string, path: string) => {
    const record = await changes.find(name)
    return record.files.includes(path) ? files.read(name, path) : undefined
  }

  const change = async <T>(name: string, work: (project: OpenProject) => Promise<T>) => {
    const result = await changes.change(name, work)
    await announce(name)
    return result
  }

  return {
    list: summaries.list,

    async read(name) {
      const record = await changes.find(name)
      const { loaded, services, summary } = await look(record, await live.refresh(name))
      return {
        ...summary,
        services,
        diagnostics: loaded.diagnostics.map(toWire),
        files: [...record.files],
        source: record.source,
        recovery: record.recovery,
        composeFile: mainFileOf(record) ?? null,
        filesEtag: await etagOf(record),
      }
    },

    async create(name, inputs, options) {
      const contents = decodeFiles(inputs)
      await changes.changeOrMake(name, async (known) => {
        if (known !== undefined || !(await changes.make(name, contents, options))) {
          throw new ProblemError('PROJECT_EXISTS', `There is a project ${name} already.`)
        }
      })
      await announce(name)
    },

    async replace(name, inputs, { owner, ifMatch }) {
      const contents = decodeFiles(inputs)
      await changes.changeOrMake(name, async (known) => {
        if (known === undefined && ifMatch !== undefined && !isAnyVersion(ifMatch)) {
          throw new ProblemError('FILES_CHANGED', `There is no project ${name} that If-Match could mean.`)
        }
        if (known === undefined) return void (await changes.make(name, contents, { owner }))
        await requireSame(known.record(), ifMatch)
        await replaceFiles(known, contents)
        // No file is a reconstructed one any more.
        await store.setSource(name, { kind: 'files' }, undefined)
      })
      await announce(name)
    },

    async delete(name, ifMatch) {
      await changes.change(name, async ({ record }) => {
        await requireSame(record(), ifMatch)
        await requireNoCopies(name, store)
        await requireUnused(name, { engine, activeOperation })
        await store.delete(name)
        summaries.forget(name)
        await onDeleted(name)
        // What is in a folder of the host stays there.
        if (record().source.kind !== 'folder') await files.remove(name, record().files)
        files.place(name, undefined)
      })
      bus.publish({ name: 'project.deleted', topics: ['projects', `project:${name}`], payload: { name } })
    },

    async readFile(name, path) {
      return { path, ...encodeFile(requireFile(name, path, await readOwn(name, path))) }
    },
    envFile: async (name) => insideWorkdir(workdirOf((await changes.find(name)).source), '.env'),
    readText: async (name, path) => (await readOwn(name, path))?.toString('utf8'),

    async writeFile(name, input, ifMatch) {
      const [content] = decodeFiles([input])
      if (content === undefined) return
      await change(name, async (project) => {
        const isNew = !project.record().files.includes(content.path)
        if (!isNew || ifMatch !== undefined) await requireSame(project.record(), ifMatch)
        await requireRoom(project.record(), content, files)
        await project.write(content)
      })
    },

    async deleteFile(name, path, ifMatch) {
      await change(name, async (project) => {
        await requireSame(project.record(), ifMatch)
        requireFile(name, path, await project.read(path))
        await project.remove(path)
      })
    },

    async setRecovery(name, recovery) {
      await changes.change(name, async () => store.setRecovery(name, recovery))
      await announce(name)
    },
    change,
    etag: async (name) => etagOf(await changes.find(name)),
    load: async (name) => loader.load(await changes.find(name)),
    async loadAll() {
      const loaded = new Map<string, LoadedProject>()
      for (const record of await store.list()) loaded.set(record.name, await loader.load(record))
      return loaded
    },
    async findServices(name) {
      const record = await store.find(name)
      return record && (await look(record, await live.refresh(name))).services
    },
    announce,
    announceAll: summaries.announceAll,
    recheck: summaries.recheck,
    async require(name) {
      await changes.find(name)
    },
  }
}

/** @throws a problem, SOURCE_FILE_READ_ONLY, for a project whose files are a repository's. */
async function replaceFiles(project: OpenProject, contents: readonly FileContent[]): Promise<void> {
  const { name, source } = project.record()
  if (source.kind !== 'files') {
    throw new ProblemError('SOURCE_FILE_READ_ONLY', `The files of ${name} come from elsewhere.`)
  }
  await project.rewrite(
    contents,
    contents.map(({ path }) => path),
  )
}

/** The file that is loaded first. */
function mainFileOf({ source, files }: ProjectRecord): string | undefined {
  const [named] = source.kind === 'folder' ? source.composeFiles : []
  return named ?? composeFileOf(files, workdirOf(source))
}

function requireFile(name: string, path: string, bytes: Buffer | undefined): Buffer {
  if (bytes === undefined) throw new ProblemError('FILE_NOT_FOUND', `${name} has no file ${path}.`)
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

async function requireNoCopies(name: string, store: Pick<ProjectStore, 'list'>): Promise<void> {
  const copies = (await store.list()).filter(({ parent }) => parent === name)
  if (copies.length === 0) return
  const names = copies.map((copy) => copy.name)
  throw new ProblemError('PROJECT_HAS_COPIES', `Copies of ${name} exist: ${names.join(', ')}.`)
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
