import type { PlanUpOptions } from '@berth/convergence'
import type { World } from '../world.ts'

/** Flags that not every command has are absent. */
interface ConvergingFlags {
  readonly 'always-recreate-deps'?: boolean
  readonly build?: boolean
  readonly 'force-recreate'?: boolean
  readonly 'no-build'?: boolean
  readonly 'no-deps'?: boolean
  readonly 'no-recreate'?: boolean
  readonly 'no-start'?: boolean
  readonly 'pin-digests'?: boolean
  readonly 'remove-orphans'?: boolean
  readonly 'renew-anon-volumes'?: boolean
  readonly timeout?: number | undefined
}

interface PlanContext {
  readonly services: readonly string[]
  readonly wait: boolean
  /** The project's name was given, see {@link isNameGiven}. */
  readonly adopt: boolean
  readonly env: World['env']
}

/** What the flags of `up` ask of the planner. Pure. */
export function planUpOptions(
  flags: ConvergingFlags,
  { services, wait, adopt, env }: PlanContext,
): PlanUpOptions {
  return {
    adopt,
    alwaysRecreateDeps: flags['always-recreate-deps'] === true,
    build: flags.build === true,
    forceRecreate: flags['force-recreate'] === true,
    noBuild: flags['no-build'] === true,
    noDeps: flags['no-deps'] === true,
    pinDigests: flags['pin-digests'] === true,
    removeOrphans: flags['remove-orphans'] || isTrue(env.COMPOSE_REMOVE_ORPHANS),
    renewAnonVolumes: flags['renew-anon-volumes'] === true,
    services,
    start: flags['no-start'] !== true,
    wait,
    ...(flags['no-recreate'] && { recreate: 'never' as const }),
    ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
  }
}

/** `--timeout`, where it was given. */
export const timeoutOption = ({ timeout }: { readonly timeout: number | undefined }) =>
  timeout === undefined ? {} : { timeoutSeconds: timeout }

/** Whoever names the project means the one of that name, whichever folder it was deployed from. */
export const isNameGiven = (
  globals: { readonly 'project-name'?: string | undefined },
  env: World['env'],
): boolean => Boolean(globals['project-name'] || env.COMPOSE_PROJECT_NAME)

/** As Docker Compose reads switches from the environment. */
export const isTrue = (text = '') => ['1', 't', 'true'].includes(text.toLowerCase())
