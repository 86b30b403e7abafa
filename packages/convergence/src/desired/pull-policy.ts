import type { Service } from '@berth/compose'
import type { DesiredService } from './desired-state.ts'

const hourMs = 3_600_000
const unitMs: Readonly<Record<string, number>> = {
  w: 7 * 24 * hourMs,
  d: 24 * hourMs,
  h: hourMs,
  m: 60_000,
  s: 1_000,
}

/**
 * When the image of a service is pulled. Pure.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#pull_policy
 */
export function pullPolicy(service: Service): Pick<DesiredService, 'pull' | 'refreshAfterMs'> {
  const { image, pull_policy: policy = 'missing' } = service
  // Nobody has pushed an image that is only named after its project.
  if (image === undefined && policy === 'always') return { pull: 'missing' }
  switch (policy) {
    case 'always':
    case 'never':
    case 'build':
      return { pull: policy }
    case 'daily':
      return { pull: 'refresh', refreshAfterMs: 24 * hourMs }
    case 'weekly':
      return { pull: 'refresh', refreshAfterMs: 7 * 24 * hourMs }
    default:
      return policy.startsWith('every_')
        ? { pull: 'refresh', refreshAfterMs: durationMs(policy.slice('every_'.length)) }
        : { pull: 'missing' }
  }
}

/** `1w2d`, `12h`, `90m`. */
function durationMs(text: string): number {
  const parts = text.matchAll(/(\d+)([wdhms])/g)
  return [...parts].reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0), 0)
}
