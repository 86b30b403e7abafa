import { checkoutLimits, isFile, listTree } from './git-tree.ts'
import { type GitRun, runGit } from './run-git.ts'

/** What is fetched of a repository. */
export interface Wanted {
  readonly url: string
  readonly commit: string
  /** Without slashes around it; empty for the top. */
  readonly subfolder: string
}

const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head'] as const

/**
 * Fetches a commit, without those before it. Of one with more files than may be checked out only the contents below
 * the subfolder are fetched, where the host knows how to leave out the others.
 *
 * @see https://git-scm.com/docs/partial-clone
 */
export async function fetchCommit({ url, commit, subfolder }: Wanted, run: GitRun): Promise<void> {
  const refspec = `+${commit}:refs/berth/head`
  if (subfolder === '') {
    await runGit(['fetch', ...quietly, '--depth=1', '--', url, refspec], run)
    return
  }
  // Only a remote that has a name can leave something out.
  const remote = { ...run, configuration: [`remote.berth.url=${url}`] }
  const fetch = ['fetch', ...quietly, '--filter=blob:none']
  await runGit([...fetch, '--depth=1', '--', 'berth', refspec], remote)
  const files = (await listTree(commit, run)).filter(isFile)
  const own = ({ path }: { readonly path: string }) =>
    path.startsWith(`${subfolder}/`) || path === '.gitmodules'
  const wanted = files.length > checkoutLimits.files ? files.filter(own) : files
  const missing = new Set(wanted.filter(({ isFetched }) => !isFetched).map(({ id }) => id))
  if (missing.size === 0) return
  const input = [...missing].map((id) => `${id}\n`).join('')
  // Commits that are here already do not mean that their contents are.
  const configuration = [...remote.configuration, 'fetch.negotiationAlgorithm=noop']
  await runGit([...fetch, '--stdin', '--', 'berth'], { ...remote, configuration, input })
}
