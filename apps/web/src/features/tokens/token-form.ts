import { type auth, type Permission, type Role, type RouteInput, rolePermissions } from '@berth/contract'

/** The form as it is typed. */
export interface TokenForm {
  readonly name: string
  readonly role: Role
  readonly expiresInDays: number
  /** Names, with `*` for any letters, between commas or spaces; empty for every project. */
  readonly projects: string
  /** Of those that the role has; undefined for all of them. */
  readonly permissions: readonly Permission[] | undefined
}

export const blankTokenForm: TokenForm = {
  name: '',
  role: 'developer',
  expiresInDays: 90,
  projects: '',
  permissions: undefined,
}

/** Those that were chosen and that the role has: the role may have been changed since. */
const permissionsOf = ({ role, permissions }: TokenForm) =>
  permissions && rolePermissions[role].filter((permission) => permissions.includes(permission))

/** What keeps the form from being sent, in words, by its field. */
export const checkTokenForm = (form: TokenForm) => ({
  projects: checkTokenProjects(form.projects),
  permissions: permissionsOf(form)?.length === 0 ? 'Choose what the token may do.' : undefined,
})

const namesOf = (text: string) => text.split(/[\s,]+/).filter((name) => name !== '')

/** What keeps the projects from being names, in words. */
function checkTokenProjects(text: string): string | undefined {
  const wrong = namesOf(text).find((name) => !/^[a-z0-9*][a-z0-9*_-]*$/.test(name))
  return wrong === undefined ? undefined : `${wrong} cannot be the name of a project.`
}

/** What is sent: no project or permission is named when the token is for all of them. */
export function toTokenBody(form: TokenForm): CreateToken {
  const { name, role, expiresInDays, projects } = form
  const names = [...new Set(namesOf(projects))]
  const permissions = permissionsOf(form)
  return {
    name: name.trim(),
    role,
    expiresInDays,
    ...(permissions && { permissions }),
    ...(names.length > 0 && { projects: names }),
  }
}

export type CreateToken = RouteInput<typeof auth.createToken>['body']
