import type { ValueOrigin } from '@berth/compose'
import { followPaths } from '../observed/host/follow-paths.ts'
import { hostOf } from '../observed/host/this-machine.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import { digestOf } from '../plan/digest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Finding } from './finding.ts'
import { originFinder } from './origin-finder.ts'
import type { Policy } from './policy.ts'
import { hostPathsIn, reviewPlan } from './review.ts'
import { findingsOf, type WrittenLabels } from './written-labels.ts'

/** What is known of the project and of the Engine besides the plan. */
export interface PolicyContext {
  readonly containers: ObservedState['containers']
  readonly volumes?: ObservedState['volumes']
  /** Labels as the files have them: those of Compose are written over, and are judged all the same. */
  readonly labels?: readonly WrittenLabels[]
  /** References of images that the files build. */
  readonly builtImages: readonly string[]
  /** Where the values of the files stand; none where there are no files. */
  readonly origins: readonly ValueOrigin[]
  /** Where the Engine listens; its socket is protected as the other protected paths are. */
  readonly endpoint: string
  /** Folders of the project itself: see {@link ReviewContext}. */
  readonly ownFolders?: readonly string[]
  /** What is refused of these rules, by exception or to this person, is warned of instead. */
  readonly isTolerated?: (rule: Finding['rule']) => boolean
}

/**
 * The plan as a policy lets it be: what is refused becomes a problem, so that the plan cannot be applied, and what is
 * warned of a notice. Reads where paths of the host lead, when the Engine is on this machine. A plan that was judged
 * already keeps what was found.
 */
export async function underPolicy(plan: Plan, policy: Policy, context: PolicyContext): Promise<Plan> {
  const { containers, volumes = [], builtImages, origins, endpoint } = context
  const { ownFolders = [], labels = [], isTolerated = () => false } = context
  const originOf = originFinder(origins)
  const isHere = hostOf(endpoint) !== undefined
  const own = isHere ? await followPaths(ownFolders) : new Map<string, string>()
  const { findings } = reviewPlan(plan, withSocket(policy, endpoint), {
    realPaths: isHere ? await followPaths(hostPathsIn(plan)) : new Map(),
    ownFolders: [...own.values()],
    containers: containers.flatMap(({ id, name }) => [id, name]),
    foreignVolumes: volumes
      .filter(({ project }) => project !== undefined && project !== plan.project)
      .map(({ name }) => name),
    builtImages,
    originOf,
  })
  // What stops or removes something has no use for them.
  const makes = plan.actions.some(({ kind }) => kind.startsWith('create-'))
  const written = (makes ? labels : []).flatMap((one) =>
    findingsOf(one, { policy, project: plan.project, originOf }),
  )
  const tolerated = [...findings, ...written].map((finding) =>
    isTolerated(finding.rule) ? { ...finding, verdict: 'needs-confirmation' as const } : finding,
  )
  const sayOf = (finding: Finding) => `${finding.verdict} ${describeFinding(finding)}`
  const known = new Set((plan.findings ?? []).map(sayOf))
  return withFindings(
    plan,
    tolerated.filter((finding) => !known.has(sayOf(finding))),
  )
}

/** Where something is protected, the way to the Engine is too. */
function withSocket(policy: Policy, endpoint: string): Policy {
  if (policy.protectedPaths.length === 0 || !endpoint.startsWith('unix://')) return policy
  return { ...policy, protectedPaths: [...policy.protectedPaths, endpoint.slice('unix://'.length)] }
}

/** A plan and what was found about it. Pure. */
function withFindings(plan: Plan, findings: readonly Finding[]): Plan {
  if (findings.length === 0) return plan
  const said = (verdict: Finding['verdict']) =>
    distinctFindings(findings.filter((finding) => finding.verdict === verdict))
  const problems = said('denied').map((finding) => ({
    code: 'PLAN_REFUSED_BY_POLICY' as const,
    message: `The policy refuses this plan: ${describeFinding(finding)}.`,
    fix: 'Change that in the file, or ask whoever keeps the policy.',
    ...(finding.service !== undefined && { service: finding.service }),
  }))
  const notices = said('needs-confirmation').map(
    (finding) => `The policy warns: ${describeFinding(finding)}.`,
  )
  const judged = {
    ...plan,
    findings: [...(plan.findings ?? []), ...findings],
    problems: [...plan.problems, ...problems],
    notices: [...plan.notices, ...notices],
  }
  return { ...judged, digest: digestOf(judged) }
}

/** Replicas of one service have the same findings: each once. Pure. */
export const distinctFindings = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [describeFinding(finding), finding])).values(),
]

/** A finding in one line: the service, what would be, the field, the place and the rule. Pure. */
export function describeFinding({ service, message, field, origin, rule }: Finding): string {
  const whose = service === undefined || service === '' ? '' : `service ${service}: `
  const what = `${whose}${message.replace(/\.$/, '')}`
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}, `
  return `${what} (${field === '' ? '' : `${field}, `}${place}rule ${rule})`
}
