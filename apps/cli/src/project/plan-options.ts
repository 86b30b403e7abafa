import type { PlanUpOptions } from '@berth/convergence'
import type { World } from '../world.ts'

interface ConvergingFlags {
  readonly build: boolean
  readonly 'force-recreate': boolean
  readonly 'no-deps': boolean
  readonly 'no-recreate': boolean
  readonly 'remove-orphans': boolean
  readonly timeout: number | undefined
}

/** What the flags of `up` ask of the planner. Pure. */
export function planUpOptions(
  flags: ConvergingFlags,
  { services, wait, env }: { services: readonly string[]; wait: boolean; env: World['env'] },
): PlanUpOptions {
  return {
    build: flags.build,
    forceRecreate: flags['force-recreate'],
    noDeps: flags['no-deps'],
    removeOrphans: flags['remove-orphans'] || isTrue(env.COMPOSE_REMOVE_ORPHANS),
    services,
    wait,
    ...(flags['no-recreate'] && { recreate: 'never' as const }),
    ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
  }
}

/** As Docker Compose reads switches from the environment. */
export const isTrue = (text = '') => ['1', 't', 'true'].includes(text.toLowerCase())
