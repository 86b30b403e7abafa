import type { DownOptions, PlanView } from '@berth/contract'
import type { LocationQuery } from 'vue-router'

/** What the sheet plans: read from the address, so that it can be linked to and survives a reload. */
export type PlanRequest =
  | {
      readonly kind: 'up'
      readonly build: boolean
      readonly forceRecreate: boolean
      readonly removeOrphans: boolean
      readonly adopt: boolean
    }
  | {
      readonly kind: 'down'
      readonly volumes: boolean
      /** Undefined: they are kept. */
      readonly removeImages: DownOptions['removeImages']
      readonly removeOrphans: boolean
      readonly adopt: boolean
    }

export function planRequestOf(query: LocationQuery): PlanRequest | undefined {
  const both = { removeOrphans: query.orphans === '1', adopt: query.adopt === '1' }
  if (query.plan === 'up') {
    return { kind: 'up', build: query.build === '1', forceRecreate: query.force === '1', ...both }
  }
  if (query.plan !== 'down') return undefined
  const removeImages = removals.find((which) => which === query.images)
  return { kind: 'down', volumes: query.volumes === '1', removeImages, ...both }
}

const removals = ['local', 'all'] as const
const planKeys = new Set(['plan', 'build', 'force', 'volumes', 'images', 'orphans', 'adopt'])

/** The address without the sheet. */
export function withoutPlan(query: LocationQuery): LocationQuery {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !planKeys.has(key)))
}

const optionsOf = (request: PlanRequest) => {
  const { kind: _kind, ...options } = request
  return Object.fromEntries(Object.entries(options).filter(([, isOn]) => isOn))
}

export const toPlanBody = (request: PlanRequest) =>
  request.kind === 'up'
    ? { kind: request.kind, deploy: optionsOf(request) }
    : { kind: request.kind, down: optionsOf(request) }

/** The body that applies exactly the plan with this digest; `message` is kept with the revision. */
export const toApplyBody = (request: PlanRequest, planDigest: string, message = '') => ({
  planDigest,
  ...optionsOf(request),
  ...(message !== '' && request.kind === 'up' && { message }),
})

/** The same operation for a shell; it plans anew when it runs, so it carries no digest. */
export function toCurl(origin: string, plan: Pick<PlanView, 'project'>, request: PlanRequest): string {
  const path = request.kind === 'up' ? 'deployments' : 'down'
  return [
    `curl -X POST ${origin}/api/v1/projects/${plan.project}/${path}`,
    `-H "Authorization: Bearer $BERTH_TOKEN"`,
    `-H 'Content-Type: application/json' -H 'Prefer: wait=120'`,
    `-d '${JSON.stringify(optionsOf(request))}'`,
  ].join(' \\\n  ')
}
