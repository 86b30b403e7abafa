import type { Operation, Permission } from '@berth/contract'

/** What a token is held to besides its role. What is absent holds it to nothing. */
export interface TokenScope {
  /** It has these only, as far as its role has them. */
  readonly permissions?: readonly Permission[]
  /** Patterns of the names of its projects; `*` stands for any letters, or none. */
  readonly projects?: readonly string[]
}

/** Whether somebody may know of a project at all. Pure. */
export const reaches = ({ scope }: { readonly scope?: TokenScope }, project: string): boolean =>
  scope?.projects === undefined || scope.projects.some((pattern) => matches(pattern, project))

/** An operation without the name of a project that somebody may not know of. Pure. */
export function operationFor<O extends Pick<Operation, 'waitsFor'>>(
  actor: { readonly scope?: TokenScope },
  operation: O,
): O {
  const { waitsFor } = operation
  if (waitsFor === undefined || reaches(actor, waitsFor.project)) return operation
  const { waitsFor: _waitsFor, ...rest } = operation
  // Safe: what is left out may be absent.
  return rest as O
}

/** In time that grows with the length of both, whatever the pattern. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at + last.length <= name.length
}
