import { describeFinding, distinctFindings, type Finding, type Plan } from '@berth/convergence'
import { ProblemError } from '../http/problem.ts'

/** @throws a problem, POLICY_VIOLATION, with every rule that refuses something, and the place in the files. */
export function requireAllowed({ project, findings = [] }: Pick<Plan, 'project' | 'findings'>): void {
  const refused = distinctFindings(findings.filter(({ verdict }) => verdict === 'denied'))
  const [first] = refused
  if (first === undefined) return
  throw new ProblemError(
    'POLICY_VIOLATION',
    `A policy refuses what ${project} would be: ${describeFinding(first)}.`,
    {
      fix: `Change that in the files, or ask an admin for an exception from ${rulesOf(refused)} for ${project}: POST /api/v1/policies/exceptions.`,
      errors: refused.map(toError),
    },
  )
}

/** Whether a notice of a plan tells what a policy warns of. Pure. */
export const isPolicyWarning = (notice: string): boolean => notice.startsWith('The policy warns: ')

const rulesOf = (findings: readonly Finding[]) =>
  [...new Set(findings.map(({ rule }) => rule))].sort().join(', ')

const toError = (finding: Finding) => ({
  code: 'PLAN_REFUSED_BY_POLICY',
  message: `${describeFinding(finding)}.`,
  rule: finding.rule,
  ...(finding.value !== undefined && { value: finding.value }),
  ...(finding.origin && {
    file: finding.origin.file,
    line: finding.origin.line,
    column: finding.origin.column,
  }),
})
