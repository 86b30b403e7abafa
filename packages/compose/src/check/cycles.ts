import { compareText, type Place } from '../context.ts'
import { type Entry, entriesOf, type Mapping, nodeAt } from '../tree.ts'

/**
 * Phase 14: services cannot wait for each other in a circle. Each circle is reported once, at its first
 * dependency.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on
 */
export function checkCycles(document: Mapping, isActive: (name: string) => boolean, place: Place): void {
  const graph: Graph = new Map()
  const services = entriesOf(nodeAt(document, 'services')).toSorted(([a], [b]) => compareText(a, b))
  for (const [name, { value }] of services) {
    if (isActive(name)) graph.set(name, new Map(entriesOf(nodeAt(value, 'depends_on'))))
  }
  const done = new Set<string>()
  for (const name of graph.keys()) visit(name, { graph, done, trail: [], place })
}

type Graph = Map<string, ReadonlyMap<string, Entry>>

interface Visit {
  readonly graph: Graph
  readonly done: Set<string>
  readonly trail: readonly string[]
  readonly place: Place
}

function visit(name: string, { graph, done, trail, place }: Visit) {
  const start = trail.indexOf(name)
  if (start >= 0) {
    reportCycle([...trail.slice(start), name], { graph, place })
    return
  }
  if (done.has(name)) return
  for (const target of graph.get(name)?.keys() ?? []) {
    visit(target, { graph, done, trail: [...trail, name], place })
  }
  done.add(name)
}

function reportCycle(cycle: readonly string[], { graph, place }: Pick<Visit, 'graph' | 'place'>) {
  const [from = '', to = ''] = cycle
  place.findings.report({
    code: 'COMPOSE_DEPENDENCY_CYCLE',
    message: `Dependency cycle: ${cycle.join(' -> ')}.`,
    origin: graph.get(from)?.get(to)?.key,
    path: ['services', from, 'depends_on', to],
  })
}
