import type { CopyInput, CopyMade, Endpoint } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import type { FileContent, ProjectFiles } from '../projects/files.ts'
import type { ProjectLoader } from '../projects/loader.ts'
import type { MakingOptions, OpenProject, ProjectChanges } from '../projects/project-changes.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { ProjectRecord, ProjectStore } from '../projects/project-store.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import type { SourceService } from '../sources/source-service.ts'
import type { KeptVariables } from '../variables/kept-variables.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import { copyEnvText } from './copy-env.ts'
import { freeName, nameOfCopy } from './copy-name.ts'
import { endpointsOf } from './endpoints.ts'
import type { PortGiver } from './give-ports.ts'
import { type CopyPort, copyFileName, fixedPortsOf, isolate } from './isolate.ts'
import { loadForCopy } from './load-for-copy.ts'
import { requireOwnFiles } from './own-files.ts'

/** Copies of projects: the same services beside each other on one host, and nothing in common. */
export interface CopyService {
  /**
   * Registers a copy, with files, variables and secrets of its own. Nothing is deployed. Aborting leaves nothing
   * of it. A preview makes nothing, and its ports are only those that are free now.
   */
  create(parent: string, input: CopyInput, options: CopyOptions): Promise<CopyMade>
  /** Sorted by name. */
  namesOf(parent: string): Promise<string[]>
  /** Makes sure that a copy is one still, whatever has become of its files; does nothing for other projects. */
  isolate(name: string): Promise<void>
  endpoints(name: string): Promise<Endpoint[]>
  /**
   * Settles until when a copy is kept; null: until somebody deletes it.
   *
   * @throws a problem, PROJECT_NOT_COPY.
   */
  keep(name: string, keptUntil: string | null): Promise<void>
}

export interface CopyOptions extends MakingOptions {
  readonly signal: AbortSignal
}

export interface CopyDependencies {
  readonly store: ProjectStore
  readonly changes: ProjectChanges
  readonly files: ProjectFiles
  readonly loader: ProjectLoader
  readonly sources: Pick<SourceService, 'fetchCopy'>
  readonly projects: Pick<ProjectService, 'announce' | 'findServices' | 'load'>
  readonly environment: ProjectEnvironment
  readonly kept: KeptVariables
  readonly ports: PortGiver
  /** Copies that a user may have at once; undefined: as many as they like. */
  readonly quota: number | undefined
  /** How long a copy is kept unless somebody says otherwise; undefined: until it is deleted. */
  readonly keptMs: number | undefined
  readonly now: () => number
}

/** @see CopyService */
export function createCopyService(dependencies: CopyDependencies): CopyService {
  const { store, changes, files, sources, projects, kept, ports, quota, keptMs, now } = dependencies

  const contentsOf = async (
    parent: ProjectRecord,
    { name, ref, signal }: { name: string; ref: string | undefined; signal: AbortSignal },
  ) => {
    const { source } = parent
    if (source.kind === 'git') {
      const fetched = await sources.fetchCopy(parent.name, { copy: name, ref }, signal)
      const theirs = new Set(fetched.files.map((file) => file.path))
      const own = await readAll(parent, files, (row) => !row.isFromSource && !theirs.has(row.path))
      return { ...fetched, files: [...fetched.files, ...own] }
    }
    if (ref !== undefined) {
      throw new ProblemError('SOURCE_NOT_GIT', `The files of ${parent.name} are not a repository's.`)
    }
    return { files: await readAll(parent, files, () => true), source: { kind: 'files' } as const }
  }

  /** The files that make it a copy, in place of those that were there. */
  const copyFiles = async (
    name: string,
    { workdir, contents, variablesOf }: Wanted,
    known: readonly CopyPort[],
  ) => {
    const envPath = insideWorkdir(workdir, '.env')
    const copyPath = insideWorkdir(workdir, copyFileName)
    const others = contents.filter(({ path }) => path !== copyPath)
    const env = others.find(({ path }) => path === envPath)?.bytes.toString('utf8') ?? ''
    const project = await loadForCopy(name, { ...dependencies, workdir, contents: others, env, variablesOf })
    const written = (given: readonly CopyPort[]): FileContent[] => [
      { path: copyPath, bytes: Buffer.from(isolate(project, given).text) },
      {
        path: envPath,
        bytes: Buffer.from(
          copyEnvText(env, { name, ports: given, known, paths: others.map(({ path }) => path), workdir }),
        ),
      },
    ]
    return { project, others, written, fixed: fixedPortsOf(project) }
  }

  return {
    async create(parentName, { name: wanted, ref, preview = false, keptUntil }, { signal, ...making }) {
      const parent = await changes.find(parentName)
      const registered = await store.list()
      requireRoom(registered, making.owner, quota)
      const all = registered.map((record) => record.name)
      const name = wanted ?? nameOfCopy(parentName, ref ?? making.owner?.name ?? 'copy')
      if (all.includes(name)) throw taken(name, freeName(name, making.owner?.name ?? 'copy', all))
      const { files: contents, ...about } = await contentsOf(parent, { name, ref, signal })
      const workdir = workdirOf(about.source)
      const made = await copyFiles(name, { workdir, contents, variablesOf: parentName }, [])
      if (parent.source.kind === 'folder')
        requireOwnFiles(
          made.project,
          contents.map(({ path }) => path),
        )
      signal.throwIfAborted()
      const root = parent.parent ?? parentName
      return ports.give({ fixed: made.fixed, known: [] }, async (given) => {
        const { notes } = isolate(made.project, given)
        if (!preview) {
          const end = endOf(keptUntil, keptMs === undefined ? undefined : now() + keptMs)
          const record = { ...making, ...about, parent: root, ports: given, keptUntil: end }
          const written = made.written(given)
          const paths = new Set(written.map(({ path }) => path))
          const all = [...made.others.filter(({ path }) => !paths.has(path)), ...written]
          await kept.replace(name, kept.of(parentName))
          await changes.changeOrMake(name, async (other) => {
            if (other !== undefined || !(await changes.make(name, all, record))) throw taken(name, undefined)
          })
          await projects.announce(name)
        }
        return { name, parent: root, ports: given.map(toWire), notes: [...notes] }
      })
    },

    async namesOf(parent) {
      return (await store.list()).filter((record) => record.parent === parent).map(({ name }) => name)
    },

    async isolate(name) {
      const { parent } = await changes.find(name)
      if (parent === undefined) return
      const hasChanged = await changes.change(name, async (project) => {
        const record = project.record()
        const contents = await readAll(record, files, () => true)
        const workdir = workdirOf(record.source)
        const made = await copyFiles(name, { workdir, contents, variablesOf: name }, record.ports)
        return ports.give({ fixed: made.fixed, known: record.ports }, async (given) => {
          if (JSON.stringify(given) !== JSON.stringify(record.ports)) await store.setPorts(name, given)
          return rewriteChanged(project, { before: contents, written: made.written(given) })
        })
      })
      if (hasChanged) await projects.announce(name)
    },

    async keep(name, keptUntil) {
      const { parent } = await changes.find(name)
      if (parent === undefined) {
        throw new ProblemError('PROJECT_NOT_COPY', `${name} is no copy of another project.`)
      }
      await store.setKeptUntil(name, endOf(keptUntil, undefined))
      await projects.announce(name)
    },

    async endpoints(name) {
      await changes.find(name)
      const [{ project }, services] = await Promise.all([projects.load(name), projects.findServices(name)])
      return endpointsOf(project, services ?? [])
    },
  }
}

interface Wanted {
  readonly workdir: string
  readonly contents: readonly FileContent[]
  /** The project whose variables it is loaded with. */
  readonly variablesOf: string
}

const toWire = ({ service, target, protocol, from, published }: CopyPort) => ({
  service,
  target,
  protocol,
  from,
  published,
})

/** With what somebody wrote into its `.env` on the disk. */
async function readAll(
  { name, rows, source }: ProjectRecord,
  files: ProjectFiles,
  isWanted: (row: ProjectRecord['rows'][number]) => boolean,
): Promise<FileContent[]> {
  const env = insideWorkdir(workdirOf(source), '.env')
  const known = rows.some(({ path }) => path === env)
    ? rows
    : [...rows, { path: env, isFromSource: false, isExecutable: false }]
  const contents: FileContent[] = []
  for (const row of known.filter(isWanted)) {
    const bytes = await files.read(name, row.path)
    if (bytes !== undefined) contents.push({ ...row, bytes })
  }
  return contents
}

async function rewriteChanged(
  project: OpenProject,
  { before, written }: { before: readonly FileContent[]; written: readonly FileContent[] },
): Promise<boolean> {
  const changed = written.filter(
    ({ path, bytes }) => before.find((file) => file.path === path)?.bytes.equals(bytes) !== true,
  )
  if (changed.length === 0) return false
  const paths = new Set([...project.record().files, ...changed.map(({ path }) => path)])
  await project.rewrite(changed, [...paths])
  return true
}

/** @throws a problem, COPY_QUOTA_REACHED, that names the copies. */
function requireRoom(
  projects: readonly ProjectRecord[],
  owner: MakingOptions['owner'],
  quota = Number.POSITIVE_INFINITY,
): void {
  const own = projects.filter(
    (project) => project.parent !== undefined && project.owner?.userId === owner?.userId,
  )
  if (own.length < quota) return
  const names = own.map(({ name }) => name).join(', ')
  throw new ProblemError('COPY_QUOTA_REACHED', `${owner?.name} has ${own.length} copies: ${names}.`)
}

/** As somebody says, else as usual; undefined: never. */
const endOf = (said: string | null | undefined, usual: number | undefined): number | undefined =>
  said === undefined ? usual : said === null ? undefined : Date.parse(said)

const taken = (name: string, free: string | undefined) =>
  new ProblemError(
    'PROJECT_EXISTS',
    `There is a project ${name} already.`,
    free === undefined ? {} : { fix: `Choose another name, for example ${free}.` },
  )
