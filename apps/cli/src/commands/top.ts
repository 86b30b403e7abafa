import { type ContainerProcesses, type EngineReader, isEngineError } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import { withEngine } from '../engine.ts'
import { formatTable } from '../print/table.ts'
import { listContainers, numberOf, serviceOf } from '../project/containers.ts'
import { findTarget } from '../project/target.ts'

/** `berth top`: the processes that run in the containers of the project. */
export async function top(input: CommandInput<Record<never, never>>): Promise<number> {
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const choice = { project: target.name, services: input.services, oneOff: true }
    const rows: ProcessRow[] = []
    for (const container of await listContainers(engine, choice)) {
      const found = await processesOf(engine, container.id)
      const first = { SERVICE: serviceOf(container), '#': String(numberOf(container)) }
      rows.push(...found.processes.map((cells) => ({ ...first, ...rowOf(found.titles, cells) })))
    }
    if (rows.length > 0) input.world.out.write(formatProcesses(rows))
    return 0
  })
}

/** A process by the titles of what is known of it. */
type ProcessRow = Readonly<Record<string, string>>

const rowOf = (titles: readonly string[], cells: readonly string[]): ProcessRow =>
  Object.fromEntries(titles.map((title, index) => [title, cells[index] ?? '']))

/** One that has stopped meanwhile has none. */
async function processesOf(engine: EngineReader, id: string): Promise<ContainerProcesses> {
  try {
    return await engine.topContainer(id)
  } catch (error) {
    if (isEngineError(error, 'ENGINE_CONFLICT') || isEngineError(error, 'ENGINE_NOT_FOUND'))
      return { titles: [], processes: [] }
    throw error
  }
}

/** A column for every title that any of them has; `-` where one has it not. Pure. */
export function formatProcesses(rows: readonly ProcessRow[]): string {
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => titles.map((title) => row[title] ?? '-'))
  return formatTable(titles, cells, { leastWidth: 2, gap: 2 })
}
