import path from 'node:path'
import type { GitInput, SyncInput } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import type { FileContent } from '../projects/files.ts'
import type { MakingOptions, ProjectChanges } from '../projects/project-changes.ts'
import type { ProjectStore } from '../projects/project-store.ts'
import type { Seal } from '../secrets/seal.ts'
import { type Checkout, checkOut, forgetRepositories } from './checkout.ts'
import type { GitCredentials } from './git-credentials.ts'
import type { GitUrlOptions } from './git-url.ts'
import { cleanSubfolder, type GitSource, secretPlaceOf } from './source.ts'

/** Projects whose files are a repository's. */
export interface SourceService {
  /** Registers a project with the files of a repository. Aborting leaves nothing of it. */
  create(
    name: string,
    input: GitInput,
    options: MakingOptions & { readonly signal: AbortSignal },
  ): Promise<void>
  /**
   * Takes the newest files; what was written here beside them stays. Resolves when they are on the disk. Once it
   * has worked, other credentials are kept instead of those before.
   *
   * @throws a problem, SOURCE_CONFLICT, when the repository has a file now that was written here.
   */
  sync(name: string, options: SyncInput, signal: AbortSignal): Promise<void>
  /**
   * The files of another branch, tag or commit of a project's repository, for a copy of it, with what the copy is
   * registered with. Registers nothing.
   */
  fetchCopy(project: string, wanted: CopyWanted, signal: AbortSignal): Promise<FetchedCopy>
  /**
   * The files of another branch, tag or commit; the project stays as it is.
   *
   * @throws a problem, SOURCE_NOT_GIT.
   */
  look(name: string, ref: string, signal: AbortSignal): Promise<Pick<Checkout, 'commit' | 'files'>>
  /** Forgets what was fetched for a project. */
  forget(name: string): Promise<void>
}

export interface CopyWanted {
  /** The name of the copy. */
  readonly copy: string
  /** Undefined: the newest of what the project itself follows. */
  readonly ref: string | undefined
}

export interface FetchedCopy {
  readonly files: readonly FileContent[]
  readonly source: GitSource
  readonly sourceSecret: string
}

export interface SourceDependencies {
  readonly store: ProjectStore
  readonly changes: ProjectChanges
  readonly seal: Seal
  /** Of ours, for repositories; no project can write into it. */
  readonly folder: string
  readonly options: GitUrlOptions
  readonly announce: (name: string) => Promise<void>
}

export function createSourceService(dependencies: SourceDependencies): SourceService {
  const { store, changes, seal, folder, options, announce } = dependencies
  const folderOf = (name: string) => path.join(folder, name)

  const fetch = (
    name: string,
    { url, ref, subfolder, submodules }: Pick<GitSource, 'url' | 'ref' | 'subfolder' | 'submodules'>,
    { credentials, signal }: { credentials: GitCredentials; signal: AbortSignal },
  ): Promise<Checkout> =>
    checkOut({ ...options, url, ref, subfolder, submodules, credentials, folder: folderOf(name), signal })

  /** The key that a host has shown is kept too: when it shows another one later, that is told, not believed. */
  const toKeep = (
    name: string,
    wanted: Omit<GitSource, 'commit' | 'skipped' | 'hasCredentials'>,
    about: { readonly credentials: GitCredentials; readonly found: Omit<Checkout, 'files'> },
  ) => {
    const { commit, skipped, knownHosts } = about.found
    const credentials = { ...about.credentials, ...(knownHosts !== undefined && { knownHosts }) }
    const hasCredentials = credentials.token !== undefined || credentials.sshKey !== undefined
    const source: GitSource = { ...wanted, hasCredentials, commit, skipped: [...skipped] }
    return { source, secret: seal.seal(JSON.stringify(credentials), secretPlaceOf(name)) }
  }

  const findGit = async (name: string) => {
    const { source, sourceSecret } = await changes.find(name)
    if (source.kind !== 'git') throw notGit(name)
    // Safe: it was sealed from this type.
    const kept: GitCredentials =
      sourceSecret === undefined ? {} : JSON.parse(seal.open(sourceSecret, secretPlaceOf(name)))
    return { source, kept }
  }

  return {
    async create(name, input, { idempotencyKey, owner, signal }) {
      const { url, ref, submodules = false, username, token, sshKey, knownHosts } = input
      const subfolder = cleanSubfolder(input.subfolder ?? '')
      if ((await store.find(name)) !== undefined) throw exists(name)
      const credentials = { username, token, sshKey, knownHosts }
      const wanted = { url, ...(ref !== undefined && { ref }), subfolder, submodules }
      const { files, ...found } = await fetch(name, wanted, { credentials, signal })
      const { source, secret } = toKeep(name, { ...wanted, kind: 'git' }, { credentials, found })
      const about = { source, sourceSecret: secret, idempotencyKey, owner }
      await changes.changeOrMake(name, async (known) => {
        if (known !== undefined || !(await changes.make(name, files.map(fromSource), about)))
          throw exists(name)
      })
      await announce(name)
    },

    async sync(name, { ref: other, ...given }, signal) {
      const { source, kept } = await findGit(name)
      const credentials = { ...kept, ...given }
      const ref = other ?? source.ref
      const wanted = { ...source, ...(ref !== undefined && { ref }) }
      const { files, ...found } = await fetch(name, wanted, { credentials, signal })
      const keep = toKeep(name, wanted, { credentials, found })
      await changes.change(name, async (project) => {
        const own = project.record().rows.filter(({ isFromSource }) => !isFromSource)
        const theirs = new Set(files.map((file) => file.path))
        const both = own.find((row) => theirs.has(row.path))
        if (both !== undefined) {
          throw new ProblemError('SOURCE_CONFLICT', `${both.path} is in the repository and was written here.`)
        }
        await project.rewrite(files.map(fromSource), [...theirs, ...own.map((row) => row.path)])
        await store.setSource(name, keep.source, keep.secret)
      })
      await announce(name)
    },

    async fetchCopy(name, { copy, ref: other }, signal) {
      const { source, kept: credentials } = await findGit(name)
      const ref = other ?? source.ref
      const wanted = { ...source, ...(ref !== undefined && { ref }) }
      const { files, ...found } = await fetch(copy, wanted, { credentials, signal })
      const keep = toKeep(copy, wanted, { credentials, found })
      return { files: files.map(fromSource), source: keep.source, sourceSecret: keep.secret }
    },

    async look(name, ref, signal) {
      const { source, kept } = await findGit(name)
      const { commit, files } = await fetch(name, { ...source, ref }, { credentials: kept, signal })
      return { commit, files }
    },

    forget: (name) => forgetRepositories(folderOf(name)),
  }
}

const fromSource = (file: FileContent): FileContent => ({ ...file, isFromSource: true })

const notGit = (name: string) =>
  new ProblemError('SOURCE_NOT_GIT', `The files of ${name} are not a repository's.`)

const exists = (name: string) => new ProblemError('PROJECT_EXISTS', `There is a project ${name} already.`)
