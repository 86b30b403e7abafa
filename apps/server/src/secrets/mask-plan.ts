import type { ActionFailure, ApplyEvent, ApplyResult, Plan } from '@berth/convergence'
import type { Mask } from './masks.ts'

/** The plan with nothing secret in what it says. What it does, and its digest, are untouched. Pure. */
export function maskPlan(plan: Plan, mask: Mask): Plan {
  const maskCause = <A extends { readonly cause: string }>(action: A): A => ({
    ...action,
    cause: mask(action.cause),
  })
  return {
    ...plan,
    actions: plan.actions.map(maskCause),
    rollbacks: plan.rollbacks.map((rollback) => ({
      ...rollback,
      actions: rollback.actions.map(maskCause),
    })),
    services: plan.services.map((service) => ({ ...service, reasons: service.reasons.map(mask) })),
    objects: plan.objects.map((object) => ({ ...object, reasons: object.reasons.map(mask) })),
    notices: plan.notices.map(mask),
    ...(plan.findings && {
      findings: plan.findings.map(({ value, ...finding }) => ({
        ...finding,
        message: mask(finding.message),
        ...(value !== undefined && { value: mask(value) }),
      })),
    }),
    problems: plan.problems.map((problem) => ({
      ...problem,
      message: mask(problem.message),
      fix: mask(problem.fix),
    })),
  }
}

/** What `apply` tells, with nothing secret in it. Ids stay as they are. Pure. */
export function maskEvent(event: ApplyEvent, mask: Mask): ApplyEvent {
  if (event.kind === 'action-output' || event.kind === 'action-progress') {
    return { ...event, text: mask(event.text) }
  }
  if (event.kind !== 'action-ended' || event.failure === undefined) return event
  return { ...event, failure: maskFailure(event.failure, mask) }
}

/** How applying ended, with nothing secret in it. Pure. */
export const maskResult = (result: ApplyResult, mask: Mask): ApplyResult => ({
  ...result,
  failures: result.failures.map((failure) => maskFailure(failure, mask)),
})

const maskFailure = <F extends ActionFailure>(failure: F, mask: Mask): F => ({
  ...failure,
  message: mask(failure.message),
  ...(failure.fix !== undefined && { fix: mask(failure.fix) }),
  ...(failure.logTail && { logTail: failure.logTail.map(mask) }),
})
