import type { ProjectDetail, ProjectSummary, ServiceStatus } from '@berth/contract'
import type { DeployedMarks } from './drift.ts'

export interface ProjectTextContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** The name under which the caller reached the server, for links. */
  readonly hostname: string
  readonly deployedOf: (project: string) => DeployedMarks | undefined
}

/**
 * Projects in lines, one each, for a shell or a chat. Pure, and stable: a script may rely on it.
 *
 * ```text
 * shop healthy, 4 services, revision 7 by ada 2h ago, ports 5432 8080
 * blog degraded (web exited 1), 1 service
 * ```
 */
export const projectsText = (projects: readonly ProjectSummary[], context: ProjectTextContext): string =>
  projects
    .map((project) => {
      const { ports } = project
      return `${line(project, context, ports.length === 0 ? [] : [`ports ${ports.join(' ')}`])}\n`
    })
    .join('')

/**
 * One project in lines. Pure, and stable: a script may rely on it.
 *
 * ```text
 * shop healthy, 4 services, revision 7 by ada 2h ago, http://box:8080
 * db healthy 1/1
 * web running 2/2 http://box:8080
 * note: the files of web are not those of revision 7
 * ```
 *
 * The first line is as in {@link projectsText}, with addresses. Then comes one line per service: its state, its
 * replicas that exist and that are wanted, and its addresses.
 */
export function projectText(project: ProjectDetail, context: ProjectTextContext): string {
  const { services, drift } = project
  const lines = [
    projectLine(project, context),
    ...services.map((service) => {
      const { name, state, wanted, replicas } = service
      return [name, state, `${replicas.length}/${wanted}`, ...addressesOf(service, context)].join(' ')
    }),
    ...noteLines(drift),
  ]
  return `${lines.join('\n')}\n`
}

/** The first line of {@link projectText}, without its line break. */
export function projectLine(project: Omit<ProjectDetail, 'seq'>, context: ProjectTextContext): string {
  const addresses = new Set(project.services.flatMap((service) => addressesOf(service, context)))
  return line(project, context, addresses.size === 0 ? [] : [[...addresses].join(' ')])
}

function line(project: ProjectSummary, context: ProjectTextContext, places: readonly string[]): string {
  const { name, state, stateReason, totalServices } = project
  const deployed = context.deployedOf(name)
  return [
    `${name} ${state}${stateReason === '' ? '' : ` (${stateReason})`}`,
    `${totalServices} ${totalServices === 1 ? 'service' : 'services'}`,
    ...(deployed === undefined
      ? []
      : [`revision ${deployed.revision} by ${deployed.author} ${ago(context.now - deployed.createdAt)}`]),
    ...places,
  ].join(', ')
}

const addressesOf = ({ replicas }: ServiceStatus, { hostname }: ProjectTextContext): string[] => [
  ...new Set(
    replicas
      .flatMap(({ ports }) => ports)
      .filter(({ protocol }) => protocol === 'tcp')
      .map(({ published }) => `http://${hostname}:${published}`),
  ),
]

function noteLines(drift: ProjectSummary['drift']): string[] {
  const { revision, files, engine } = drift ?? { revision: null, files: [], engine: [] }
  const deployed = revision === null ? 'the files' : `revision ${revision}`
  return [
    ...(files.length === 0 ? [] : [`note: the files of ${files.join(', ')} are not those of ${deployed}`]),
    ...(engine.length === 0 ? [] : [`note: what runs of ${engine.join(', ')} is not what ${deployed} made`]),
  ]
}

/** Milliseconds as the largest unit that is full. */
function ago(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const
  const unit = units.find(([, length]) => ms >= length)
  return unit === undefined
    ? `${Math.max(0, Math.floor(ms / 1000))}s ago`
    : `${Math.floor(ms / unit[1])}${unit[0]} ago`
}
