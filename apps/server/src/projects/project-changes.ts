import { ProblemError } from '../http/problem.ts'
import type { FileContent, ProjectFiles } from './files.ts'
import type { KeyedLock } from './keyed-lock.ts'
import type { FileRow, NewProject, ProjectRecord, ProjectStore } from './project-store.ts'

/** A project while nobody else changes its files. */
export interface OpenProject {
  /** As it is now. */
  record(): ProjectRecord
  /** A file of the project; undefined when it has none of that path. */
  read(path: string): Promise<Buffer | undefined>
  write(file: FileContent): Promise<void>
  remove(path: string): Promise<void>
  /** Writes files, and removes those that are not among `paths`, which are all there will be. */
  rewrite(written: readonly FileContent[], paths: readonly string[]): Promise<void>
}

/** Changes of the files of projects: one at a time for each project. */
export interface ProjectChanges {
  /** @throws a problem, PROJECT_NOT_FOUND. */
  find(name: string): Promise<ProjectRecord>
  /** @throws a problem, PROJECT_NOT_FOUND. */
  change<T>(name: string, work: (project: OpenProject) => Promise<T>): Promise<T>
  /** Also for a project that is not registered, which is undefined then. */
  changeOrMake<T>(name: string, work: (project: OpenProject | undefined) => Promise<T>): Promise<T>
  /** Within {@link ProjectChanges.changeOrMake} only. False when it exists already. */
  make(name: string, contents: readonly FileContent[], about?: Making): Promise<boolean>
}

/** What else a new project is registered with. */
export type Making = Omit<NewProject, 'name' | 'rows'>

/** What every new project is registered with. */
export type MakingOptions = Required<Pick<NewProject, 'idempotencyKey' | 'owner'>>

export interface ChangesDependencies {
  readonly store: ProjectStore
  readonly files: ProjectFiles
  readonly lock: KeyedLock
  readonly now: () => number
}

export function createProjectChanges(dependencies: ChangesDependencies): ProjectChanges {
  const { store, files, lock, now } = dependencies

  const find = async (name: string): Promise<ProjectRecord> => {
    const record = await store.find(name)
    if (record === undefined) throw new ProblemError('PROJECT_NOT_FOUND', `There is no project ${name}.`)
    return record
  }

  return {
    find,
    change: (name, work) => lock(name, async () => work(openProject(await find(name), dependencies))),
    changeOrMake: (name, work) =>
      lock(name, async () => {
        const record = await store.find(name)
        return work(record && openProject(record, dependencies))
      }),
    async make(name, contents, about = {}) {
      await files.write(name, contents)
      const rows = contents.map((file) => rowOf(file, undefined))
      return store.create({ ...about, name, rows }, now())
    },
  }
}

/** What is said of a file, else what was known of it. */
const rowOf = (
  { path, isExecutable, isFromSource }: Omit<FileContent, 'bytes'>,
  known: FileRow | undefined,
): FileRow => ({
  path,
  isFromSource: isFromSource ?? known?.isFromSource ?? false,
  isExecutable: isExecutable ?? known?.isExecutable ?? false,
})

/** @throws a problem, SOURCE_FILE_READ_ONLY. */
function requireOwn({ name, rows }: ProjectRecord, path: string): void {
  if (!isFromSource(rows, path)) return
  throw new ProblemError('SOURCE_FILE_READ_ONLY', `${path} of ${name} is the repository's.`)
}

/** Whether a file is the repository's. Pure. */
export const isFromSource = (rows: readonly FileRow[], path: string): boolean =>
  rows.some((row) => row.path === path && row.isFromSource)

function openProject(first: ProjectRecord, { store, files, now }: ChangesDependencies): OpenProject {
  const { name } = first
  let record = first

  /** New files first, then the record, then what is no longer wanted: a crash leaves files too many, never too few. */
  const rewrite = async (written: readonly FileContent[], paths: readonly string[]) => {
    const known = new Map(record.rows.map((row) => [row.path, row]))
    const next = new Map(written.map((file) => [file.path, rowOf(file, known.get(file.path))]))
    const rows = paths.map((path) => next.get(path) ?? known.get(path) ?? rowOf({ path }, undefined))
    await files.write(
      name,
      written.map((file) => ({ ...file, isExecutable: next.get(file.path)?.isExecutable ?? false })),
    )
    await store.update(name, rows, now())
    await files.remove(
      name,
      record.files.filter((path) => !paths.includes(path)),
    )
    record = { ...record, files: paths.toSorted(), rows }
  }

  return {
    record: () => record,
    read: async (path) => (record.files.includes(path) ? files.read(name, path) : undefined),
    async write(file) {
      requireOwn(record, file.path)
      await rewrite([file], [...new Set([...record.files, file.path])])
    },
    async remove(path) {
      requireOwn(record, path)
      await rewrite(
        [],
        record.files.filter((other) => other !== path),
      )
    },
    rewrite,
  }
}
