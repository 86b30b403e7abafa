import { isDeepStrictEqual } from 'node:util'
import type { Project } from '@berth/compose'
import type { CopyInput, CopyMade, Endpoint, ProjectSource } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import type { Subject } from '../policies/judge-plan.ts'
import type { FileContent, ProjectFiles } from '../projects/files.ts'
import type { LoadedProject, ProjectLoader } from '../projects/loader.ts'
import type { Making, MakingOptions, OpenProject, ProjectChanges } from '../projects/project-changes.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { ProjectRecord, ProjectStore } from '../projects/project-store.ts'
import { readFiles } from '../projects/read-files.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import type { SourceService } from '../sources/source-service.ts'
import { separatorIn, setInEnvText } from '../variables/env-text.ts'
import type { KeptVariables } from '../variables/kept-variables.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import { copyEnvText } from './copy-env.ts'
import { freeName, nameOfCopy } from './copy-name.ts'
import { endpointsOf } from './endpoints.ts'
import type { PortGiver } from './give-ports.ts'
import { type CopyPort, copyFileName, fixedPortsOf, isolate } from './isolate.ts'
import { loadForCopy, loadIsolated } from './load-for-copy.ts'
import { requireOwnFiles } from './own-files.ts'

/** Copies of projects: the same services beside each other on one host, and nothing in common. */
export interface CopyService {
  /**
   * Registers a copy, with files, variables and secrets of its own. Nothing is deployed. Aborting leaves nothing
   * of it. A preview makes nothing, and its ports are only those that are free now.
   */
  create(parent: string, input: CopyInput, options: CopyOptions): Promise<CopyMade>
  /** What {@link CopyService.create} has answered, of the copy as it is now. */
  describe(parent: string, input: CopyInput, owner: MakingOptions['owner']): Promise<CopyMade>
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
  /**
   * Settles after how many hours without use a copy is stopped; null: never.
   *
   * @throws a problem, PROJECT_NOT_COPY.
   */
  setIdleHours(name: string, hours: number | null): Promise<void>
}

export interface CopyOptions extends MakingOptions {
  readonly actor: Subject
  readonly signal: AbortSignal
}

export interface CopyDependencies {
  readonly store: ProjectStore
  readonly changes: ProjectChanges
  readonly files: ProjectFiles
  readonly loader: ProjectLoader
  readonly sources: Pick<SourceService, 'fetchCopy' | 'forget'>
  readonly projects: Pick<ProjectService, 'announce' | 'findServices' | 'load'>
  readonly environment: ProjectEnvironment
  readonly kept: KeptVariables
  readonly ports: PortGiver
  /** Copies that a user may have at once; undefined: as many as they like. */
  readonly quota: number | undefined
  /** How long a copy is kept unless somebody says otherwise; undefined: until it is deleted. */
  readonly keptMs: number | undefined
  /** Hours without use after which a copy is stopped unless somebody says otherwise; undefined: never. */
  readonly idleHours: number | undefined
  /** @throws a problem, POLICY_VIOLATION, when the copy could not be deployed. */
  readonly allow: (
    loaded: LoadedProject,
    copy: {
      readonly name: string
      readonly parent: string
      readonly actor: Subject
      readonly signal: AbortSignal
    },
  ) => Promise<void>
  readonly now: () => number
}

/** @see CopyService */
export function createCopyService(dependencies: CopyDependencies): CopyService {
  const { store, changes, files, sources, projects, kept, ports, quota, keptMs, allow, now } = dependencies

  /** What a copy begins with: the files of the branch that is named, and what was written here. */
  const contentsOf = async (parent: ProjectRecord, { name, ref, signal }: Beginning) => {
    const here = await readFiles(parent, files)
    if (parent.source.kind !== 'git') {
      if (ref === undefined) return { files: asOwn(here, parent.source), source: { kind: 'files' } as const }
      throw new ProblemError('SOURCE_NOT_GIT', `The files of ${parent.name} are not a repository's.`)
    }
    const fetched = await sources.fetchCopy(parent.name, { copy: name, ref }, signal)
    const theirs = new Set(fetched.files.map(({ path }) => path))
    const own = here.filter(({ path, isFromSource }) => isFromSource !== true && !theirs.has(path))
    return { ...fetched, files: [...fetched.files, ...own] }
  }

  /** The files of a copy, with those that make it one in place of what was there. */
  const isolateFiles = async (name: string, { source, contents, variablesOf }: Wanted) => {
    const workdir = workdirOf(source)
    const [envPath, copyPath] = [insideWorkdir(workdir, '.env'), insideWorkdir(workdir, copyFileName)]
    const others = contents.filter(({ path }) => path !== copyPath)
    const envFile = others.find(({ path }) => path === envPath)
    const env = envFile?.bytes.toString('utf8') ?? ''
    const project = await loadForCopy({ name, source, contents: others, env, variablesOf }, dependencies)
    const paths = others.map(({ path }) => path)
    /** `known`: what it had before, whose variables go. */
    const written = (given: readonly CopyPort[], known: readonly CopyPort[] = []): FileContent[] => [
      { path: copyPath, bytes: Buffer.from(isolate(project, given).text) },
      // It stays the repository's, if it is: the next fetch brings theirs, and the next plan adds ours again.
      {
        ...envFile,
        path: envPath,
        bytes: Buffer.from(copyEnvText(env, { name, ports: given, known, paths, workdir })),
      },
    ]
    return { project, others, written, fixed: fixedPortsOf(project) }
  }

  const register = async (name: string, contents: readonly FileContent[], about: About) => {
    await changes.changeOrMake(name, async (known) => {
      if (known !== undefined) throw taken(name)
      await kept.replace(name, kept.of(about.variablesOf))
      if (!(await changes.make(name, contents, about))) throw taken(name)
    })
    await projects.announce(name)
  }

  /** @throws a problem, POLICY_VIOLATION. */
  const requireAllowed = async (name: string, contents: readonly FileContent[], about: Judged) => {
    const { source, variablesOf, parent, actor, signal } = about
    const envPath = insideWorkdir(workdirOf(source), '.env')
    const env = contents.find(({ path }) => path === envPath)?.bytes.toString('utf8') ?? ''
    const loaded = await loadIsolated({ name, source, contents, env, variablesOf }, dependencies)
    await allow(loaded, { name, parent, actor, signal })
  }

  const nameFor = (parent: string, { name, ref }: CopyInput, owner: MakingOptions['owner']) =>
    name ?? nameOfCopy(parent, ref ?? owner?.name ?? 'copy')

  const requireCopy = async (name: string) => {
    if ((await changes.find(name)).parent !== undefined) return
    throw new ProblemError('PROJECT_NOT_COPY', `${name} is no copy of another project.`)
  }

  const tell = (
    name: string,
    { parent, ports: given }: Pick<About, 'parent' | 'ports'>,
    project: Project,
  ): CopyMade => ({
    name,
    parent,
    ports: given.map(toWire),
    notes: [...isolate(project, given).notes],
  })

  return {
    async create(parentName, input, { signal, actor, ...making }) {
      const { ref, preview = false, keptUntil, idleHours = dependencies.idleHours } = input
      const parent = await changes.find(parentName)
      const registered = await store.list()
      requireRoom(registered, making.owner, quota)
      const name = nameFor(parentName, input, making.owner)
      requireFree(name, making.owner, registered)
      try {
        const { files: contents, ...about } = await contentsOf(parent, { name, ref, signal })
        const isolated = await isolateFiles(name, { source: about.source, contents, variablesOf: parentName })
        if (parent.source.kind === 'folder') requireOwnFiles(isolated.project, contents)
        signal.throwIfAborted()
        return await ports.give({ fixed: isolated.fixed, known: [] }, async (given) => {
          const all = {
            ...making,
            ...about,
            parent: parent.parent ?? parentName,
            ports: given,
            keptUntil: endOf(keptUntil, keptMs === undefined ? undefined : now() + keptMs),
            idleHours: idleHours ?? undefined,
            variablesOf: parentName,
          }
          const made = contentsWith(isolated, given)
          await requireAllowed(name, made, { ...all, source: about.source, actor, signal })
          if (!preview) await register(name, made, all)
          return tell(name, all, isolated.project)
        })
      } finally {
        // Nothing stays of a repository that was fetched for what was not made.
        if ((await store.find(name)) === undefined) await sources.forget(name)
      }
    },

    async describe(parentName, input, owner) {
      const record = await changes.find(nameFor(parentName, input, owner))
      const { name, source, parent = parentName } = record
      const contents = await readFiles(record, files)
      const { project } = await isolateFiles(name, { source, contents, variablesOf: name })
      return tell(name, { parent, ports: record.ports }, project)
    },

    async namesOf(parent) {
      return (await store.list()).filter((record) => record.parent === parent).map(({ name }) => name)
    },

    async isolate(name) {
      const { parent } = await changes.find(name)
      if (parent === undefined) return
      const hasChanged = await changes.change(name, async (project) => {
        const { source, ports: known } = project.record()
        const before = await readFiles(project.record(), files)
        const { fixed, written } = await isolateFiles(name, { source, contents: before, variablesOf: name })
        return ports.give({ fixed, known }, async (given) => {
          if (!isDeepStrictEqual(given, known)) await store.setPorts(name, given)
          return rewriteChanged(project, { before, written: written(given, known) })
        })
      })
      if (hasChanged) await projects.announce(name)
    },

    async keep(name, keptUntil) {
      await requireCopy(name)
      await store.setKeptUntil(name, endOf(keptUntil, undefined))
      await projects.announce(name)
    },

    async setIdleHours(name, hours) {
      await requireCopy(name)
      await store.setIdleHours(name, hours ?? undefined)
      await projects.announce(name)
    },

    async endpoints(name) {
      await changes.find(name)
      const [{ project }, services] = await Promise.all([projects.load(name), projects.findServices(name)])
      return endpointsOf(project, services ?? [])
    },
  }
}

interface Beginning {
  readonly name: string
  readonly ref: string | undefined
  readonly signal: AbortSignal
}

interface Judged extends Pick<About, 'parent' | 'variablesOf'> {
  readonly source: ProjectSource
  readonly actor: Subject
  readonly signal: AbortSignal
}

interface Wanted {
  readonly source: ProjectSource
  readonly contents: readonly FileContent[]
  /** The project whose variables it is loaded with. */
  readonly variablesOf: string
}

/** What a copy is registered with. */
interface About extends Making {
  readonly parent: string
  readonly ports: readonly CopyPort[]
  readonly variablesOf: string
}

/** All files of a copy that is given these ports. */
function contentsWith(
  {
    others,
    written,
  }: {
    readonly others: readonly FileContent[]
    readonly written: (given: readonly CopyPort[]) => FileContent[]
  },
  ports: readonly CopyPort[],
): FileContent[] {
  const own = written(ports)
  const paths = new Set(own.map(({ path }) => path))
  return [...others.filter(({ path }) => !paths.has(path)), ...own]
}

/** Files that were in a folder of the host, where its compose files may have other names than the usual. */
function asOwn(contents: readonly FileContent[], source: ProjectSource): readonly FileContent[] {
  const named = source.kind === 'folder' ? source.composeFiles : []
  const env = contents.find(({ path }) => path === '.env')
  const text = env?.bytes.toString('utf8') ?? ''
  if (named.length === 0) return contents
  const bytes = Buffer.from(setInEnvText(text, 'COMPOSE_FILE', named.join(separatorIn(text))))
  return [...contents.filter((file) => file !== env), { ...env, path: '.env', bytes }]
}

const toWire = ({ service, target, protocol, from, published }: CopyPort) => ({
  service,
  target,
  protocol,
  from,
  published,
})

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

/** @throws a problem, PROJECT_EXISTS, with a name that is free. */
function requireFree(
  name: string,
  owner: MakingOptions['owner'],
  projects: readonly Pick<ProjectRecord, 'name'>[],
): void {
  const names = projects.map((project) => project.name)
  if (names.includes(name)) throw taken(name, freeName(name, owner?.name ?? 'copy', names))
}

const taken = (name: string, free?: string) =>
  new ProblemError(
    'PROJECT_EXISTS',
    `There is a project ${name} already.`,
    free === undefined ? {} : { fix: `Choose another name, for example ${free}.` },
  )
