import { changingPermissions, type Permission, type ProjectSummary } from '@berth/contract'
import { type MaybeRefOrGetter, toValue } from 'vue'
import { useSession } from '../../api/session.ts'

type Owned = Pick<ProjectSummary, 'owner' | 'parent'>

/** What whoever may change projects may do with copies of his own, besides what his role allows. */
const withOwnCopies: ReadonlySet<Permission> = new Set(['project:destroy', 'variable:write'])

/** Whether to offer something of a project: a copy is changed by its owner and admins only. The server decides. */
export function useRights(project: MaybeRefOrGetter<Owned | undefined>) {
  const { may, user } = useSession()
  return (permission: Permission): boolean => {
    const { parent, owner } = toValue(project) ?? {}
    if (parent === undefined) return may(permission)
    const isOwn = owner === user.value?.name
    if (isOwn) return may(permission) || (withOwnCopies.has(permission) && may('project:write'))
    const isTheirs = user.value?.role !== 'admin' && changingPermissions.includes(permission)
    return may(permission) && !isTheirs
  }
}
