import { ProblemError } from '../http/problem.ts'
import type { FileContent } from '../projects/files.ts'
import { type GitRun, runGit } from './run-git.ts'

/** What a checkout may hold at most. */
export const checkoutLimits = { files: 2_000, bytes: 32 * 2 ** 20 } as const

export interface TreeEntry {
  readonly mode: string
  readonly id: string
  /** Its content is here. */
  readonly isFetched: boolean
  /** 0 while it is not fetched. */
  readonly sizeBytes: number
  readonly path: string
}

/** Everything in a commit, in git's order. */
export async function listTree(commit: string, run: GitRun): Promise<TreeEntry[]> {
  const text = (await runGit(['ls-tree', '-r', '-z', '--full-tree', commit], run)).toString('utf8')
  const sizes = await sizesOfFetched(run)
  return text.split('\0').flatMap((line) => {
    const found = /^(\d{6}) (?:blob|commit) ([0-9a-f]{40,64})\t(.+)$/s.exec(line)
    const [, mode = '', id = '', path = ''] = found ?? []
    const sizeBytes = sizes.get(id)
    return found === null
      ? []
      : [{ mode, id, path, isFetched: sizeBytes !== undefined, sizeBytes: sizeBytes ?? 0 }]
  })
}

/** By id. `ls-tree -l` would fetch what is missing, one by one. */
async function sizesOfFetched(run: GitRun): Promise<ReadonlyMap<string, number>> {
  const format = '--batch-check=%(objectname) %(objectsize)'
  const output = await runGit(['cat-file', format, '--batch-all-objects', '--unordered'], run)
  const lines = output.toString('utf8').split('\n')
  return new Map(lines.map((line) => line.split(' ')).map(([id = '', size = '']) => [id, Number(size)]))
}

export const isFile = ({ mode }: TreeEntry) => mode === '100644' || mode === '100755'
export const isLink = ({ mode }: TreeEntry) => mode === '120000'
export const isSubmodule = ({ mode }: TreeEntry) => mode === '160000'

/**
 * Of files, those that are checked out: all, or only those below `subfolder` where all would be too many. Pure.
 *
 * @throws a problem, SOURCE_TOO_LARGE.
 */
export function chooseEntries(entries: readonly TreeEntry[], subfolder: string): readonly TreeEntry[] {
  if (fits(entries) && entries.every(({ isFetched }) => isFetched)) return entries
  const own = subfolder === '' ? entries : entries.filter(({ path }) => path.startsWith(`${subfolder}/`))
  if (subfolder !== '' && fits(own)) return own
  const { files, bytes } = checkoutLimits
  throw new ProblemError(
    'SOURCE_TOO_LARGE',
    `${own.length} files, ${Math.ceil(totalBytes(own) / 2 ** 20)} MiB, are more than ${files} files or ${bytes / 2 ** 20} MiB.`,
  )
}

const fits = (entries: readonly TreeEntry[]) =>
  entries.length <= checkoutLimits.files && totalBytes(entries) <= checkoutLimits.bytes

const totalBytes = (entries: readonly TreeEntry[]) =>
  entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** The contents of files, as they are in the repository: no filter of an attribute changes them. */
export async function readEntries(entries: readonly TreeEntry[], run: GitRun): Promise<FileContent[]> {
  const ids = [...new Set(entries.map(({ id }) => id))]
  const input = ids.map((id) => `${id}\n`).join('')
  const output = await runGit(['cat-file', '--batch'], { ...run, input })
  const contents = new Map<string, Buffer>()
  let at = 0
  for (const id of ids) {
    const end = output.indexOf(10, at)
    const size = Number(/ blob (\d+)$/.exec(output.subarray(at, end).toString('utf8'))?.[1])
    if (!Number.isInteger(size)) throw new ProblemError('GIT_FAILED', `The repository has no content ${id}.`)
    contents.set(id, output.subarray(end + 1, end + 1 + size))
    at = end + 1 + size + 1
  }
  return entries.map(({ path, id, mode }) => ({
    path,
    bytes: contents.get(id) ?? Buffer.alloc(0),
    isExecutable: mode === '100755',
  }))
}
