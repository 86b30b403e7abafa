import type { Revision, RevisionDetail, RevisionDiff } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import { encodeFile } from '../projects/files.ts'
import { createMask, type Mask, type Masks } from '../secrets/masks.ts'
import type { Seal } from '../secrets/seal.ts'
import { type Blobs, hashOf } from './blobs.ts'
import { openContents, readBlob } from './contents.ts'
import { diffSides, type Side } from './diff-revisions.ts'
import { type RevisionContents, type RevisionRecord, toRevision } from './revision.ts'
import type { RevisionStore } from './revision-store.ts'
import { type Snapshot, secretsOf } from './snapshot.ts'

/** What was deployed, to be read and compared. */
export interface RevisionService {
  list(
    project: string,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<{ revisions: Revision[]; nextBefore: number | null }>
  read(project: string, number: number): Promise<RevisionDetail>
  readFile(
    project: string,
    number: number,
    path: string,
  ): Promise<{ path: string; content: string; encoding: 'utf8' | 'base64' }>
  diff(project: string, from: number, to: number | 'files'): Promise<RevisionDiff>
  pin(project: string, number: number, isPinned: boolean): Promise<Revision>
  /** @throws a problem, REVISION_NOT_FOUND. */
  find(project: string, number: number): Promise<RevisionRecord>
  /** Hides what is secret of it, and what is now. */
  maskOf(revision: RevisionRecord): Mask
}

export interface RevisionDependencies {
  readonly store: RevisionStore
  readonly blobs: Blobs
  readonly seal: Seal
  readonly masks: Masks
  readonly snapshot: (project: string) => Promise<Snapshot>
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
}

export function createRevisionService(dependencies: RevisionDependencies): RevisionService {
  const { store, blobs, seal, masks, snapshot, requireProject } = dependencies

  const find = async (project: string, number: number): Promise<RevisionRecord> => {
    await requireProject(project)
    const revision = await store.find(project, number)
    if (revision !== undefined) return revision
    throw new ProblemError('REVISION_NOT_FOUND', `${project} has no revision ${number}.`)
  }

  /** Hides what is secret now, what runs, and what was secret in these. */
  const maskWith = (project: string, ...contents: readonly RevisionContents[]): Mask => {
    const then = createMask(contents.flatMap(secretsOf))
    const now = masks.of(project)
    return (text) => now(then(text))
  }

  const sideOf = async (revision: RevisionRecord): Promise<Side> => {
    const files = await store.files(revision.id)
    const hashes = new Map(files.map(({ path, sha256 }) => [path, sha256]))
    return {
      ...openContents(revision, seal),
      name: `revision ${revision.number}`,
      files: hashes,
      services: revision.services,
      read: (path) => readBlob(blobs, { path, sha256: hashes.get(path) ?? '' }),
    }
  }

  return {
    find,
    maskOf: (revision) => maskWith(revision.project, openContents(revision, seal)),
    async list(project, { limit, before }) {
      await requireProject(project)
      const found = await store.list(project, { limit: limit + 1, before })
      const deployed = await store.deployed(project)
      const page = found.slice(0, limit)
      return {
        revisions: page.map((revision) => toRevision(revision, deployed)),
        nextBefore: found.length > limit ? (page.at(-1)?.number ?? null) : null,
      }
    },
    async read(project, number) {
      const revision = await find(project, number)
      const contents = openContents(revision, seal)
      return {
        ...toRevision(revision, await store.deployed(project)),
        files: await store.files(revision.id),
        variables: contents.variables.map((variable) => ({
          ...variable,
          value: variable.isSecret ? null : variable.value,
        })),
        model: maskWith(project, contents)(contents.model),
      }
    },
    async readFile(project, number, path) {
      const revision = await find(project, number)
      const file = (await store.files(revision.id)).find((own) => own.path === path)
      if (file === undefined) {
        throw new ProblemError('FILE_NOT_FOUND', `Revision ${number} of ${project} has no file ${path}.`)
      }
      return { path, ...encodeFile(await readBlob(blobs, file)) }
    },
    async diff(project, from, to) {
      const before = await sideOf(await find(project, from))
      const after =
        to === 'files' ? currentSide(await snapshot(project)) : await sideOf(await find(project, to))
      const diff = await diffSides(before, after, maskWith(project, before, after))
      const isEmpty = [diff.files, diff.variables, diff.images].every(({ length }) => length === 0)
      return { from, to, isEmpty: isEmpty && diff.model === '', ...diff }
    },
    async pin(project, number, isPinned) {
      const revision = await find(project, number)
      await store.update(revision.id, { isPinned })
      return toRevision({ ...revision, isPinned }, await store.deployed(project))
    },
  }
}

/** The files as they are now. */
function currentSide(taken: Snapshot): Side {
  const contents = new Map(taken.files.map(({ path, bytes }) => [path, bytes]))
  return {
    ...taken,
    name: 'the files',
    files: new Map(taken.files.map(({ path, bytes }) => [path, hashOf(bytes)])),
    read: async (path) => contents.get(path) ?? Buffer.alloc(0),
  }
}
