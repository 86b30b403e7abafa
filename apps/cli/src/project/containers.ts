import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'
import type { Problem } from '../problem.ts'

export interface ContainerChoice {
  readonly project: string
  /** Empty: of all services. */
  readonly services: readonly string[]
  /** Stopped ones too. */
  readonly all?: boolean
  /** Those that `run` made too. */
  readonly oneOff?: boolean
}

/** The containers of a project, by service and number. Those that merely carry its label are left out. */
export async function listContainers(
  engine: EngineReader,
  { project, services, all = false, oneOff = false }: ContainerChoice,
): Promise<ContainerSummary[]> {
  const labels = [
    `${label.project}=${project}`,
    label.configHash,
    ...(oneOff ? [] : [`${label.oneOff}=False`]),
    ...(services.length === 1 ? [`${label.service}=${services[0]}`] : []),
  ]
  const found = await engine.listContainers({ labels })
  return found
    .filter(({ state }) => all || isActive(state))
    .filter((container) => services.length === 0 || services.includes(serviceOf(container)))
    .sort(
      (a, b) => compare(serviceOf(a), serviceOf(b)) || numberOf(a) - numberOf(b) || compare(a.name, b.name),
    )
}

/**
 * The running container of a service that a command is about: the one of that number, else the first.
 * Which it would be is said when there is none.
 */
export async function pickContainer(
  engine: EngineReader,
  { project, service, index }: { project: string; service: string; index: number | undefined },
): Promise<ContainerSummary | { readonly problem: Problem }> {
  const running = await listContainers(engine, { project, services: [service] })
  const chosen = index ? running.find((container) => numberOf(container) === index) : running[0]
  if (chosen !== undefined) return chosen
  const message = index
    ? `service "${service}" is not running container #${index}`
    : `service "${service}" is not running`
  const fix =
    running.length > 0
      ? `It runs ${running.map((container) => `#${numberOf(container)}`).join(', ')}.`
      : `Start it with \`berth up -d ${service}\`; \`berth ps -a\` shows what there is.`
  return { problem: { code: 'CLI_NOT_RUNNING', message, fix } }
}

export const serviceOf = ({ labels }: ContainerSummary): string => labels[label.service] ?? ''

/** 1-based; 1 too for those that `run` made. */
export const numberOf = ({ labels }: ContainerSummary): number => Number(labels[label.containerNumber] ?? 1)

const isActive = (state: ContainerSummary['state']) =>
  state === 'running' || state === 'restarting' || state === 'paused'

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
