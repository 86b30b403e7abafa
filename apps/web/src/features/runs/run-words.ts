import type { Run, RunEnvironment } from '@berth/contract'

/** How a run ended, in a word or two. Pure. */
export function endingOf({ exitCode, cause }: Pick<Run, 'exitCode' | 'cause'>): string | undefined {
  if (exitCode !== null) return `exit ${exitCode}`
  return cause === undefined ? undefined : causes[cause]
}

const causes: Readonly<Record<NonNullable<Run['cause']>, string>> = {
  exit: 'ended',
  timeout: 'out of time',
  environment: 'did not come up',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
}

export const environmentWords: Readonly<Record<RunEnvironment, string>> = {
  none: 'Not made yet',
  up: 'Up',
  kept: 'Kept for a look at it',
  gone: 'Removed, nothing is left',
}
