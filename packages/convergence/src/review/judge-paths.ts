import path from 'node:path/posix'
import type { Judging, Objection } from './finding.ts'

type About = Pick<Objection, 'field' | 'attribute'>

/**
 * Judges a folder or file of the host that a container gets to see. Links and dots have been followed by the caller;
 * a path of which that is not known is outside of everything that is allowed.
 */
export function judgeHostPath(written: string, about: About, { policy, realPath }: Judging): Objection[] {
  const use = about.field.startsWith('build.') ? 'read by the build' : 'mounted'
  const lexical = normal(written)
  const real = realPath(written)
  const resolved = real === undefined ? undefined : normal(real)
  const seen = [lexical, ...(resolved === undefined ? [] : [resolved])]
  const guarded = policy.protectedPaths
    .map(normal)
    .find((guard) => seen.some((one) => isWithin(one, guard) || isWithin(guard, one)))
  if (guarded !== undefined) {
    return [
      {
        ...about,
        rule: 'protectedPaths',
        verdict: 'denied',
        message: `${written} is ${use}, by which ${guarded} of the host is open to it.`,
      },
    ]
  }
  const isAllowed =
    resolved !== undefined && policy.binds.allowed.some((root) => isWithin(resolved, normal(root)))
  if (isAllowed) return []
  const why = resolved === undefined ? ', and where it leads is not known' : ''
  return [
    {
      ...about,
      rule: 'binds',
      verdict: policy.binds.others,
      message: `${written} of the host is ${use}${why}.`,
    },
  ]
}

/** Whether a path is a folder or something below it. */
export const isWithin = (one: string, folder: string): boolean =>
  folder === '/' || one === folder || one.startsWith(`${folder}/`)

/** Absolute, without dots, double slashes and a slash at the end. */
export function normal(written: string): string {
  const absolute = path.normalize(`/${written}`)
  return absolute === '/' ? absolute : absolute.replace(/\/+$/, '').replace(/^\/\//, '/')
}
