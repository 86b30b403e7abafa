import type { Project, Service } from '@berth/compose'
import type { dockerRelease } from '@berth/docker-engine'

/** Something that a service says in its compose file and that does not reach the Engine. */
export interface Unapplied {
  /** `problem`: the service would not be what the file says. `notice`: it runs as well without. */
  readonly kind: 'problem' | 'notice'
  /** As in the file: `deploy.placement`. */
  readonly attribute: string
  /** What happens instead, or what to do: a clause without a full stop. */
  readonly why: string
  /** What to do about it, where it is not to leave it out. */
  readonly fix?: string
  /** Counts only where the API of the Engine is older than this. */
  readonly before?: keyof typeof dockerRelease
}

/** One attribute, or one way of using it, that does not reach the Engine. */
export interface Row extends Unapplied {
  readonly isSaid: (service: Service, project: Project) => boolean
}

/** Without it the service would not be what the file says. */
export const problem = (attribute: string, why: string, isSaid: Row['isSaid'], fix?: string): Row => ({
  kind: 'problem',
  attribute,
  why,
  isSaid,
  ...(fix !== undefined && { fix }),
})

/** The service runs as well without it. */
export const notice = (attribute: string, why: string, isSaid: Row['isSaid']): Row => ({
  kind: 'notice',
  attribute,
  why,
  isSaid,
})

/** Lists and mappings that say something. */
export const hasEntries = (value: object | undefined): boolean =>
  value !== undefined && Object.keys(value).length > 0

/** The same for Engines alone whose API is older than that; `why` then is what it is about, if anything. */
export const before = (api: NonNullable<Row['before']>, row: Row): Row => ({ ...row, before: api })
