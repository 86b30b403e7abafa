import type { HookEvent } from '../delivery.ts'
import type { JsonBody } from './json-body.ts'

/**
 * The push in a body as GitHub made it, and Gitea, Forgejo and GitLab after it. Deleted branches and tags are no
 * push to anything that could be deployed.
 *
 * @param total How many commits it has, where the sender lists only some of them.
 */
export function pushOf(body: JsonBody, total: number | undefined): HookEvent {
  const ref = body.text('ref') ?? ''
  const commit = body.text('after')
  if (body.at('deleted') === true || /^0+$/.test(commit ?? ''))
    return { kind: 'other', name: `deletion of ${ref}` }
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
  if (branch === undefined) return { kind: 'other', name: `push of ${ref}` }
  const commits = body.list('commits')
  // A new branch comes without commits, and a forced push with less than what changed.
  const isWhole = commits.length > 0 && body.at('forced') !== true && (total ?? 0) <= commits.length
  return {
    kind: 'push',
    branches: [branch],
    ...(commit !== undefined && { commit }),
    ...(isWhole && { paths: touched(commits) }),
  }
}

function touched(commits: readonly JsonBody[]): string[] {
  const lists = commits.flatMap((commit) => ['added', 'modified', 'removed'].map((list) => commit.at(list)))
  const paths = lists.flat().filter((path) => typeof path === 'string')
  return [...new Set(paths)].sort()
}

/** A number at a place of the body. */
export function countAt(body: JsonBody, key: string): number | undefined {
  const value = body.at(key)
  return typeof value === 'number' ? value : undefined
}
