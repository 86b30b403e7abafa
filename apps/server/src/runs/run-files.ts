import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { absent } from '../projects/file-path.ts'
import { type ProjectFiles, writeAtomically } from '../projects/files.ts'
import { createKeyedLock } from '../projects/keyed-lock.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import { readFiles } from '../projects/read-files.ts'
import type { SourceService } from '../sources/source-service.ts'

/** The files of runs: a copy of those of the project each, and what the run leaves. */
export interface RunFiles {
  /**
   * Copies the files of a project as they are, or as they are at a ref. One whose files are in a folder of the host is
   * run from there: nobody knows what else in it is needed.
   */
  copy(run: string, project: ProjectRecord, ref: string | undefined, signal: AbortSignal): Promise<Copied>
  folderOf(run: string, project: ProjectRecord): string
  /** The folder of what is kept of a run; it need not be there. */
  artifactsOf(run: string): string
  /** Removes the copy; what is kept stays. */
  removeCopy(run: string): Promise<void>
  /** Removes everything of a run. */
  remove(run: string): Promise<void>
  /** Removes what a crash has left of runs that never came to be. */
  removeOrphans(isKnown: (run: string) => Promise<boolean>): Promise<void>
}

export interface Copied {
  readonly commit?: string
  readonly notes: readonly string[]
}

export interface RunFilesDependencies {
  /** Of ours; the Engine sees it under the same path. */
  readonly root: string
  readonly files: ProjectFiles
  readonly sources: Pick<SourceService, 'look'>
}

export function createRunFiles({ root, files, sources }: RunFilesDependencies): RunFiles {
  const lock = createKeyedLock()
  const copyOf = (run: string) => path.join(root, run, 'files')

  /** What was written here beside the repository's files is the project's own at every commit. */
  const filesAt = async (project: ProjectRecord, ref: string | undefined, signal: AbortSignal) => {
    const here = await readFiles(project, files)
    if (ref === undefined) return { contents: here }
    // One after another: they share the repository on the disk.
    const { commit, files: theirs } = await lock(project.name, () => sources.look(project.name, ref, signal))
    return { commit, contents: [...theirs, ...here.filter(({ isFromSource }) => isFromSource !== true)] }
  }

  return {
    async copy(run, project, ref, signal) {
      if (project.source.kind === 'folder' && ref === undefined) {
        return { notes: [`The files are used where they are, in ${project.source.path}: shared`] }
      }
      const { commit, contents } = await filesAt(project, ref, signal)
      await mkdir(copyOf(run), { recursive: true })
      for (const { path: relative, bytes, isExecutable = false } of contents) {
        await writeAtomically(path.join(copyOf(run), relative), bytes, isExecutable ? 0o755 : 0o644)
      }
      return { ...(commit !== undefined && { commit }), notes: [] }
    },
    folderOf: (run, { name, source }) => (source.kind === 'folder' ? files.folderOf(name) : copyOf(run)),
    artifactsOf: (run) => path.join(root, run, 'artifacts'),
    removeCopy: (run) => rm(copyOf(run), { recursive: true, force: true }),
    remove: (run) => rm(path.join(root, run), { recursive: true, force: true }),
    async removeOrphans(isKnown) {
      for (const run of (await readdir(root).catch(absent)) ?? []) {
        if (!(await isKnown(run))) await rm(path.join(root, run), { recursive: true, force: true })
      }
    },
  }
}
