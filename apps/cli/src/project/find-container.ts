import type { ContainerSummary, EngineReader } from '@berth/docker-engine'
import type { Problem } from '../problem.ts'
import { listContainers, numberOf } from './containers.ts'

interface Wanted {
  readonly project: string
  readonly service: string
  /** The first one when absent. */
  readonly index?: number | undefined
}

/** The running container of a service that a command is about, or why there is none. */
export async function findContainer(
  engine: EngineReader,
  { project, service, index }: Wanted,
): Promise<ContainerSummary | { readonly problem: Problem }> {
  const running = await listContainers(engine, { project, services: [service] })
  const found = index ? running.find((container) => numberOf(container) === index) : running[0]
  if (found !== undefined) return found
  return {
    problem: {
      code: 'CLI_NOT_RUNNING',
      message: `service "${service}" is not running${index ? ` container #${index}` : ''}`,
      fix: 'See `berth ps -a` for what there is, and start it with `berth up -d`.',
    },
  }
}
