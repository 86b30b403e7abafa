import type { projects as contract, ProjectSummary, RouteInput } from '@berth/contract'

/** Some of the projects, by name, and where the next ones begin. */
export interface ProjectPage {
  readonly projects: readonly ProjectSummary[]
  readonly nextCursor?: string
}

/** What of all projects, which are sorted by name, was asked for. The list itself, when it is all of them. Pure. */
export function pageOf(
  all: readonly ProjectSummary[],
  { state, owner, parent, limit, cursor }: RouteInput<typeof contract.listProjects>['query'],
): ProjectPage {
  const wanted = Object.entries({ state, owner, parent }).filter(([, value]) => value !== undefined)
  if (wanted.length === 0 && limit === undefined && cursor === undefined) return { projects: all }
  const found = all.filter(
    (summary) =>
      // Safe: the names are those of filters, which are fields.
      wanted.every(([field, value]) => summary[field as keyof ProjectSummary] === value) &&
      (cursor === undefined || summary.name > cursor),
  )
  const projects = found.slice(0, limit)
  const last = projects.length < found.length ? projects.at(-1) : undefined
  return { projects, ...(last && { nextCursor: last.name }) }
}
