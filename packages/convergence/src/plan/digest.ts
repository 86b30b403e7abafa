import { createHash } from 'node:crypto'
import type { ObservedState } from '../observed/observed-state.ts'
import { beforeOf } from './before.ts'
import type { PlanNeeds } from './needs/plan-needs.ts'
import type { Plan } from './plan.ts'

/**
 * Completes a plan with what there was when it was made, and with the SHA-256 of everything else in it that stays the
 * same as long as nobody changes anything, whatever the order of its keys.
 */
export function withDigest(
  plan: Omit<Plan, 'digest' | 'before'>,
  observed: Pick<ObservedState, 'containers' | 'images'>,
): Plan {
  return { ...plan, before: beforeOf(observed), digest: digestOf(plan) }
}

/** The SHA-256 of a plan without what there was before it. */
export function digestOf(plan: Omit<Plan, 'digest' | 'before'> & Partial<Plan>): string {
  const { before: _before, digest: _digest, ...told } = plan
  const steady = { ...told, needs: steadyNeeds(plan.needs) }
  return createHash('sha256').update(canonicalJson(steady)).digest('hex')
}

function steadyNeeds({ ports, disk, ...needs }: PlanNeeds) {
  return {
    ...needs,
    ports: ports.map((port) => {
      if (port.heldBy?.kind !== 'program') return port
      const { pid: _pid, ...program } = port.heldBy
      return { ...port, heldBy: program }
    }),
    ...(disk && { disk: { ...disk, freeBytes: undefined } }),
  }
}

/** JSON with the keys of every object sorted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sortKeys(inner) : inner))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sortKeys = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
