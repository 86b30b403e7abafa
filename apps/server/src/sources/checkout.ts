import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError } from '../http/problem.ts'
import type { FileContent } from '../projects/files.ts'
import { fetchCommit } from './fetch-commit.ts'
import { type GitCredentials, withCredentials } from './git-credentials.ts'
import {
  chooseEntries,
  isFile,
  isLink,
  isSubmodule,
  listTree,
  readEntries,
  type TreeEntry,
} from './git-tree.ts'
import { type GitUrlOptions, parseGitUrl, requireAllowedHost, requireRef, submoduleUrl } from './git-url.ts'
import { type GitRun, runGit } from './run-git.ts'

/** What is wanted of a repository. */
export interface CheckoutRequest extends GitUrlOptions {
  readonly url: string
  /** Branch, tag or commit. Undefined: what the server calls HEAD. */
  readonly ref: string | undefined
  /** Without slashes around it; empty for the top. */
  readonly subfolder: string
  readonly submodules: boolean
  readonly credentials: GitCredentials
  /** Of ours, for the repository itself, outside of every project folder. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** The files of one commit. */
export interface Checkout {
  readonly commit: string
  /** Sorted by path. */
  readonly files: readonly FileContent[]
  /** Paths of symbolic links, which are left out. */
  readonly skipped: readonly string[]
  /** Which key the host has shown, see {@link GitCredentials.knownHosts}; undefined without ssh. */
  readonly knownHosts: string | undefined
}

const timeLimitMs = 180_000
const mostRepositoryBytes = 512 * 2 ** 20
const mostDepth = 3

/**
 * Fetches a commit and reads its files. Nothing of the repository is ever a work tree, so no hook, filter or
 * configuration in it can run.
 *
 * @throws a problem: GIT_URL_INVALID, GIT_FAILED, GIT_REF_NOT_FOUND or SOURCE_TOO_LARGE.
 */
export async function checkOut(request: CheckoutRequest): Promise<Checkout> {
  const ended = new AbortController()
  const tooSlow = AbortSignal.timeout(timeLimitMs)
  const tooLarge = new AbortController()
  const signal = AbortSignal.any([request.signal, tooSlow, tooLarge.signal])
  const watching = watchSize(request.folder, { tooLarge, signal: AbortSignal.any([signal, ended.signal]) })
  try {
    return await checkOutRepository({ ...request, signal }, 0)
  } catch (error) {
    if (tooSlow.aborted) throw new ProblemError('GIT_FAILED', `${request.url} took too long to answer.`)
    if (tooLarge.signal.aborted) throw new ProblemError('SOURCE_TOO_LARGE', 'The repository is too large.')
    throw error
  } finally {
    ended.abort()
    await watching
  }
}

async function checkOutRepository(request: CheckoutRequest, depth: number): Promise<Checkout> {
  const { url, ref, folder, credentials, signal, subfolder } = request
  const address = parseGitUrl(url, request)
  if (ref !== undefined) requireRef(ref)
  await requireAllowedHost(address, request)
  const repository = path.join(folder, createHash('sha256').update(url).digest('hex').slice(0, 16))
  return withCredentials(address, credentials, async ({ env, hide, knownHosts }) => {
    const run: GitRun = { repository, signal, env, hide }
    await mkdir(repository, { recursive: true, mode: 0o700 })
    await runGit(['init', '--quiet', '--bare', '--template='], run)
    const commit = await resolveRef(url, ref, run)
    await fetchCommit({ url, commit, subfolder }, run)
    const tree = await listTree(commit, run)
    const entries = chooseEntries(tree.filter(isFile), subfolder)
    const files = await readEntries(entries, run)
    const inside = request.submodules ? await checkOutSubmodules(request, { tree, commit, run, depth }) : []
    return {
      commit,
      files: [...files, ...inside.flatMap((one) => one.files)].sort((a, b) => (a.path < b.path ? -1 : 1)),
      skipped: [...tree.filter(isLink).map((entry) => entry.path), ...inside.flatMap((one) => one.skipped)],
      knownHosts: await knownHosts(),
    }
  })
}

/** The commit that a branch, a tag or the beginning of everything stands for. A commit stands for itself. */
async function resolveRef(url: string, ref: string | undefined, run: GitRun): Promise<string> {
  if (ref !== undefined && /^[0-9a-f]{40}$/.test(ref)) return ref
  const wanted =
    ref === undefined ? ['HEAD'] : [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`]
  const output = await runGit(['ls-remote', '--', url], { ...run, mostBytes: 16 * 2 ** 20 })
  const refs = new Map(
    output
      .toString('utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([id = '', name = '']) => [name, id]),
  )
  const commit = wanted.map((name) => refs.get(name)).find((id) => id !== undefined)
  if (commit !== undefined) return commit
  throw new ProblemError('GIT_REF_NOT_FOUND', `The repository has no branch, tag or commit ${ref ?? 'HEAD'}.`)
}

interface Within {
  readonly tree: readonly TreeEntry[]
  readonly commit: string
  readonly run: GitRun
  readonly depth: number
}

/** Those of a repository on another host are fetched without credentials. */
async function checkOutSubmodules(
  request: CheckoutRequest,
  within: Within,
): Promise<Pick<Checkout, 'files' | 'skipped'>[]> {
  const { tree, commit, run, depth } = within
  const links = tree.filter(isSubmodule)
  if (links.length === 0) return []
  if (depth >= mostDepth) throw new ProblemError('SOURCE_TOO_LARGE', 'Submodules are nested too deeply.')
  const urls = await submoduleUrls(commit, run)
  const found: Pick<Checkout, 'files' | 'skipped'>[] = []
  for (const link of links) {
    const written = urls.get(link.path)
    if (written === undefined) continue
    const url = submoduleUrl(written, request.url)
    const isSameHost = parseGitUrl(url, request).host === parseGitUrl(request.url, request).host
    const inner = await checkOutRepository(
      { ...request, url, ref: link.id, subfolder: '', credentials: isSameHost ? request.credentials : {} },
      depth + 1,
    )
    const below = (name: string) => `${link.path}/${name}`
    found.push({
      files: inner.files.map((file) => ({ ...file, path: below(file.path) })),
      skipped: inner.skipped.map(below),
    })
  }
  return found
}

/** By path. */
async function submoduleUrls(commit: string, run: GitRun): Promise<ReadonlyMap<string, string>> {
  const output = await runGit(['config', '--blob', `${commit}:.gitmodules`, '-z', '--list'], run)
  const values = new Map(
    output
      .toString('utf8')
      .split('\0')
      .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry.slice(entry.indexOf('\n') + 1)]),
  )
  const paths = [...values].filter(([key]) => /^submodule\..*\.path$/s.test(key))
  return new Map(
    paths.flatMap(([key, own]) => {
      const url = values.get(key.replace(/\.path$/, '.url'))
      return url === undefined ? [] : [[own, url]]
    }),
  )
}

interface Watching {
  readonly tooLarge: AbortController
  readonly signal: AbortSignal
}

/** Gives up when what is fetched outgrows what may be kept. */
async function watchSize(folder: string, { tooLarge, signal }: Watching): Promise<void> {
  while (!signal.aborted) {
    // Rejects on abort only, which ends the loop.
    await delay(500, undefined, { signal }).catch(() => {})
    if (!signal.aborted && (await sizeOf(folder)) > mostRepositoryBytes) tooLarge.abort()
  }
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  for (const name of names) {
    // Git removes its temporary files while they are counted.
    total += (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0
  }
  return total
}

/** Forgets what was fetched. */
export const forgetRepositories = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true })
