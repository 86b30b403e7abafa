import type { LogSource } from './useLogStream.ts'

/** Which lines are asked for, of whatever project. */
export type LogRange = Omit<LogSource, 'project'>

export const sinceItems = [
  { value: 'all', label: 'Any time' },
  { value: '5m', label: 'Last 5 min' },
  { value: '15m', label: 'Last 15 min' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last day' },
] as const

export const streamItems = [
  { value: 'both', label: 'Both outputs' },
  { value: 'stdout', label: 'Only stdout' },
  { value: 'stderr', label: 'Only stderr' },
] as const

export const tailItems = [
  { value: '200', label: '200 lines' },
  { value: '1000', label: '1,000 lines' },
  { value: '10000', label: '10,000 lines' },
] as const
