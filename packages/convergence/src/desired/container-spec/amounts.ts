import type { WholeNumber } from '@berth/compose'

/** Zero cannot be told from absent, as in Docker Compose. */
export const told = (value: WholeNumber | undefined): number | undefined =>
  value === undefined || Number(value) === 0 ? undefined : Number(value)

/** Billionths of a CPU, counted with 32 bits as Docker Compose does, so that both make the same container. */
export const nanoCpus = (cpus: number | undefined): number | undefined =>
  cpus ? Math.trunc(Math.fround(Math.fround(cpus) * 1e9)) : undefined
