import { createHash } from 'node:crypto'
import type { Plan } from './plan.ts'

/** Completes a plan with the SHA-256 of everything in it, whatever the order of its keys. */
export function withDigest(plan: Omit<Plan, 'digest'>): Plan {
  return { ...plan, digest: createHash('sha256').update(canonicalJson(plan)).digest('hex') }
}

/** JSON with the keys of every object sorted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sortKeys(inner) : inner))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sortKeys = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
