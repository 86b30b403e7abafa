import type { PolicyExceptionInput, PolicyRule } from '@berth/contract'

export interface ExceptionForm {
  readonly rule: PolicyRule
  readonly project: string
  readonly user: string
  readonly reason: string
  readonly hours: number
}

/** How long an exception may last, in words. */
export const durations = [
  { value: 1, label: 'For an hour' },
  { value: 8, label: 'For eight hours' },
  { value: 24, label: 'For a day' },
  { value: 7 * 24, label: 'For a week' },
  { value: 30 * 24, label: 'For 30 days' },
] as const

/** What is wrong with it, in words. Pure. */
export function faultIn({ project, user, reason }: ExceptionForm): string | undefined {
  if (project.trim() === '' && user.trim() === '') return 'Name a project, a user, or both.'
  return reason.trim() === '' ? 'Say why: it is kept with the exception.' : undefined
}

const hourMs = 60 * 60_000

/** Pure. */
export const toExceptionInput = (form: ExceptionForm, now: number): PolicyExceptionInput => ({
  rule: form.rule,
  ...(form.project.trim() !== '' && { project: form.project.trim() }),
  ...(form.user.trim() !== '' && { user: form.user.trim() }),
  reason: form.reason.trim(),
  until: new Date(now + form.hours * hourMs).toISOString(),
})
