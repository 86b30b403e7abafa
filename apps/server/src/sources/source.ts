import type { ProjectSource } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'

/** A repository that a project is from. */
export type GitSource = Extract<ProjectSource, { kind: 'git' }>

/** Where the compose file of a project is, relative to its folder; empty for the folder itself. */
export const workdirOf = (source: ProjectSource): string => (source.kind === 'git' ? source.subfolder : '')

/** A path inside the folder that a project works in. */
export const insideWorkdir = (workdir: string, path: string): string =>
  workdir === '' ? path : `${workdir}/${path}`

/** Without slashes around it. @throws a problem for what would lead out of the repository. */
export function cleanSubfolder(subfolder: string): string {
  const clean = subfolder.replace(/^\/+|\/+$/g, '')
  const parts = clean === '' ? [] : clean.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\p{Cc}]/u.test(part))) {
    throw new ProblemError('GIT_URL_INVALID', `${JSON.stringify(subfolder)} is no folder of a repository.`)
  }
  return clean
}

/** What the credentials of a project's source are sealed for. */
export const secretPlaceOf = (project: string): string => `source of ${project}`
