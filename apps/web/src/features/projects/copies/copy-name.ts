import { normalizeProjectName } from '@berth/compose'

/** What a copy of a branch is called unless somebody says otherwise; of no branch, after its maker. Pure. */
export function suggestCopyName(parent: string, ref: string, user: string): string {
  const what = (ref.trim() || user).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return normalizeProjectName(`${parent}-${what}`).replace(/-+$/, '').slice(0, 63)
}
