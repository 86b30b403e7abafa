import type { auth, Role, RouteInput } from '@berth/contract'

/** The form as it is typed. */
export interface TokenForm {
  readonly name: string
  readonly role: Role
  readonly expiresInDays: number
  /** Names, with `*` for any letters, between commas or spaces; empty for every project. */
  readonly projects: string
}

export const blankTokenForm: TokenForm = { name: '', role: 'developer', expiresInDays: 90, projects: '' }

const namesOf = (text: string) => text.split(/[\s,]+/).filter((name) => name !== '')

/** What keeps the projects from being names, in words. */
export function checkTokenProjects(text: string): string | undefined {
  const wrong = namesOf(text).find((name) => !/^[a-z0-9*][a-z0-9*_-]*$/.test(name))
  return wrong === undefined ? undefined : `${wrong} cannot be the name of a project.`
}

/** What is sent: no project is named when the token is for all of them. */
export function toTokenBody({ name, role, expiresInDays, projects }: TokenForm): CreateToken {
  const names = [...new Set(namesOf(projects))]
  return { name: name.trim(), role, expiresInDays, ...(names.length > 0 && { projects: names }) }
}

export type CreateToken = RouteInput<typeof auth.createToken>['body']
