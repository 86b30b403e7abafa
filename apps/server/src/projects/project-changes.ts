import { ProblemError } from '../http/problem.ts'
import type { FileContent, ProjectFiles } from './files.ts'
import type { KeyedLock } from './keyed-lock.ts'
import type { ProjectRecord, ProjectStore } from './project-store.ts'

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
  make(name: string, contents: readonly FileContent[]): Promise<boolean>
}

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
    async make(name, contents) {
      await files.write(name, contents)
      return store.create(
        name,
        contents.map(({ path }) => path),
        now(),
      )
    },
  }
}

function openProject(first: ProjectRecord, { store, files, now }: ChangesDependencies): OpenProject {
  const { name } = first
  let record = first

  /** New files first, then the record, then what is no longer wanted: a crash leaves files too many, never too few. */
  const rewrite = async (written: readonly FileContent[], paths: readonly string[]) => {
    await files.write(name, written)
    await store.update(name, paths, now())
    await files.remove(
      name,
      record.files.filter((path) => !paths.includes(path)),
    )
    record = { ...record, files: paths.toSorted() }
  }

  return {
    record: () => record,
    read: async (path) => (record.files.includes(path) ? files.read(name, path) : undefined),
    write: (file) => rewrite([file], [...new Set([...record.files, file.path])]),
    remove: (path) =>
      rewrite(
        [],
        record.files.filter((other) => other !== path),
      ),
    rewrite,
  }
}
