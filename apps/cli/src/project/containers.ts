import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'

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

export const serviceOf = ({ labels }: ContainerSummary): string => labels[label.service] ?? ''

/** 1-based; 1 too for those that `run` made. */
export const numberOf = ({ labels }: ContainerSummary): number => Number(labels[label.containerNumber] ?? 1)

export const isActive = (state: ContainerSummary['state']) =>
  state === 'running' || state === 'restarting' || state === 'paused'

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
