import type { Action } from '../plan/action.ts'
import type { Plan } from '../plan/plan.ts'
import type { Finding, FindingOrigin, Judging, Objection } from './finding.ts'
import { buildPathsOf, judgeBuild } from './judge-build.ts'
import { judgeContainer, judgeLabels } from './judge-container.ts'
import { judgeReference } from './judge-images.ts'
import { hostPathsOf, judgeVolume } from './judge-mounts.ts'
import type { Policy, Verdict } from './policy.ts'

/** A plan judged by a policy. */
export interface Review {
  /** `allowed` without a finding; `denied` with one that is; else `needs-confirmation`. */
  readonly verdict: Verdict
  /** In the order of the plan's actions. */
  readonly findings: readonly Finding[]
}

/** What the plan itself does not tell. */
export interface ReviewContext {
  /**
   * Every path of {@link hostPathsIn} with links followed. One that is missing is outside of every folder that is
   * allowed.
   */
  readonly realPaths: ReadonlyMap<string, string>
  /**
   * Folders of the project itself, without links: what is in them may be mounted and built from, also when a
   * protected path is above them.
   */
  readonly ownFolders?: readonly string[]
  /** Ids and names of the project's own containers. */
  readonly containers?: readonly string[]
  /** Names of volumes that the Engine has for other projects. */
  readonly foreignVolumes?: readonly string[]
  /** References of images that the project's builds make, of builds that are not in the plan too. */
  readonly builtImages?: readonly string[]
  /**
   * Where the files say something, by its path: `['services', 'web', 'privileged']`. The nearest that is known; of a
   * list, the entry that the message is about.
   */
  readonly originOf?: (path: readonly string[], message: string) => FindingOrigin | undefined
}

/** Judges the bodies that a plan would send to the Engine, and what it would destroy. Pure. */
export function reviewPlan(plan: Plan, policy: Policy, context: ReviewContext): Review {
  const own = new Set([...(context.containers ?? []), ...plan.actions.flatMap(madeBy)])
  const built = new Set([
    ...(context.builtImages ?? []),
    ...plan.actions.flatMap((action) => (action.kind === 'build-image' ? [action.image] : [])),
  ])
  const judging = (service: string): Judging => ({
    policy,
    project: plan.project,
    service,
    realPath: (path) => context.realPaths.get(path),
    ownFolders: context.ownFolders ?? [],
    isOwnContainer: (container) => own.has(container),
    isForeignVolume: (name) => context.foreignVolumes?.includes(name) ?? false,
    isBuilt: (image) => built.has(image),
  })
  const findings = plan.actions.flatMap((action) =>
    objectionsTo(action, judging(action.service ?? '')).flatMap((objection) =>
      toFinding(objection, action, context),
    ),
  )
  return { verdict: worst(findings), findings }
}

/** A replacement has a prefix before the name that it is going to have. */
const madeBy = (action: Action): string[] =>
  action.kind === 'create-container' ? [action.name, action.name.replace(/^[0-9a-f]{12}_/, '')] : []

/** Paths of the host that the plan's bodies name, each once: to be followed before the review. Pure. */
export function hostPathsIn({ actions }: Plan): string[] {
  const all = actions.flatMap((action) => {
    if (action.kind === 'create-container') return hostPathsOf(action.body)
    if (action.kind === 'build-image') return buildPathsOf(action.build)
    if (action.kind !== 'create-volume') return []
    const { device = '', o = '' } = action.body.DriverOpts ?? {}
    const layers = /(?:lower|upper|work)dir=([^,]*)/g
    return [device, ...[...o.matchAll(layers)].flatMap(([, paths = '']) => paths.split(':'))]
  })
  return [...new Set(all)].filter((path) => path !== '').sort()
}

const worst = (findings: readonly Finding[]): Verdict =>
  findings.some(({ verdict }) => verdict === 'denied')
    ? 'denied'
    : findings.length > 0
      ? 'needs-confirmation'
      : 'allowed'

function objectionsTo(action: Action, judging: Judging): Objection[] {
  return [...objectionsToBody(action, judging), ...objectionsToLoss(action, judging)]
}

function objectionsToBody(action: Action, judging: Judging): Objection[] {
  const { policy, project } = judging
  switch (action.kind) {
    case 'create-container':
      return judgeContainer(action.body, judging)
    case 'create-volume':
      return [...judgeVolume(action.body, judging), ...judgeLabels(action.body.Labels, { policy, project })]
    case 'create-network':
      return judgeLabels(action.body.Labels, { policy, project })
    case 'build-image':
      return judgeBuild(action.build, judging)
    case 'run-hook':
      return judgeHook(action, judging)
    case 'pull-image':
    case 'restore-image':
      return judgeReference(action.image, judging)
    default:
      return []
  }
}

function judgeHook({ command, event, index }: Action<'run-hook'>, { policy }: Judging): Objection[] {
  if (!command.isPrivileged) return []
  return [
    {
      rule: 'privileged',
      verdict: policy.privileged,
      field: 'exec.Privileged',
      attribute: [event, String(index), 'privileged'],
      message: `A command of ${event} may do everything that the host may.`,
    },
  ]
}

const objectionsToLoss = ({ destroys }: Action, { policy }: Judging): Objection[] =>
  destroys === undefined
    ? []
    : [
        {
          rule: 'dataLoss',
          verdict: policy.dataLoss,
          field: '',
          attribute: [],
          message: `It destroys ${destroys}.`,
        },
      ]

function toFinding(
  { verdict, attribute, ...objection }: Objection,
  action: Action,
  { originOf }: ReviewContext,
): Finding[] {
  if (verdict === 'allowed') return []
  const origin = originOf?.(pathOf(action, attribute), objection.message)
  return [
    {
      ...objection,
      verdict,
      action: action.id,
      ...(action.service !== undefined && { service: action.service }),
      ...(origin !== undefined && { origin }),
    },
  ]
}

/** Where in a compose file it stands: the key of a volume or network is in the id of its action. */
function pathOf({ id, kind, service }: Action, attribute: readonly string[]): string[] {
  const key = id.slice(id.indexOf(':') + 1)
  if (kind === 'create-volume' || kind === 'remove-volume') return ['volumes', key, ...attribute]
  if (kind === 'create-network') return ['networks', key, ...attribute]
  return service === undefined ? [...attribute] : ['services', service, ...attribute]
}
