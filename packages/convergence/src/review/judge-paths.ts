import path from 'node:path/posix'
import type { Judging, Objection } from './finding.ts'

type About = Pick<Objection, 'field' | 'attribute'>

/**
 * Judges a folder or file of the host that a container gets to see. Links and dots have been followed by the caller;
 * a path of which that is not known is outside of everything that is allowed.
 */
export function judgeHostPath(written: string, about: About, judging: Judging): Objection[] {
  const { policy, realPath } = judging
  const use = about.field.startsWith('build.') ? 'read by the build' : 'mounted'
  const lexical = normal(written)
  const real = realPath(written)
  const resolved = real === undefined ? undefined : normal(real)
  const told = { ...about, value: resolved ?? lexical }
  const named = resolved === undefined || resolved === lexical ? written : `${written} (${resolved})`
  const seen = [lexical, ...(resolved === undefined ? [] : [resolved])]
  const guarded = guardOf(seen, resolved, judging)
  if (guarded !== undefined) {
    return [
      {
        ...told,
        rule: 'protectedPaths',
        verdict: 'denied',
        message: `${named} is ${use}, by which ${guarded} of the host is open to it.`,
      },
    ]
  }
  const allowed = [...policy.binds.allowed, ...judging.ownFolders]
  if (resolved !== undefined && allowed.some((root) => isWithin(resolved, normal(root)))) return []
  const why = resolved === undefined ? ', and where it leads is not known' : ''
  return [
    {
      ...told,
      rule: 'binds',
      verdict: policy.binds.others,
      message: `${named} of the host is ${use}${why}.`,
    },
  ]
}

/** The protected path that is open to who sees one of these; what is above the project's own folder is not. */
function guardOf(
  seen: readonly string[],
  resolved: string | undefined,
  { policy, ownFolders }: Judging,
): string | undefined {
  const own = ownFolders.map(normal).find((folder) => resolved !== undefined && isWithin(resolved, folder))
  return policy.protectedPaths
    .map(normal)
    .find((guard) =>
      seen.some(
        (one) =>
          isWithin(guard, one) || (isWithin(one, guard) && (own === undefined || !isWithin(own, guard))),
      ),
    )
}

/** Whether a path is a folder or something below it. */
export const isWithin = (one: string, folder: string): boolean =>
  folder === '/' || one === folder || one.startsWith(`${folder}/`)

/** Absolute, without dots, double slashes and a slash at the end. */
export function normal(written: string): string {
  const absolute = path.normalize(`/${written}`)
  return absolute === '/' ? absolute : absolute.replace(/\/+$/, '').replace(/^\/\//, '/')
}
