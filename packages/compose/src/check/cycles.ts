import { compareText, type Place } from '../context.ts'
import { type Entry, entriesOf, type Mapping, nodeAt } from '../tree.ts'

/**
 * Phase 16: services cannot wait for each other in a circle. Each circle is reported once, at its first
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
  for (const name of graph.keys()) search(name, { graph, done, place })
}

type Graph = Map<string, ReadonlyMap<string, Entry>>

interface Search {
  readonly graph: Graph
  /** Services from which no new circle can be found. */
  readonly done: Set<string>
  readonly place: Place
}

/** Depth first, with a stack of its own: a chain of services may be long. */
function search(start: string, { graph, done, place }: Search) {
  if (done.has(start)) return
  const visit = (name: string) => ({ name, targets: (graph.get(name) ?? new Map<string, Entry>()).keys() })
  const trail = [visit(start)]
  const onTrail = new Set([start])
  for (let step = trail.at(-1); step !== undefined; step = trail.at(-1)) {
    const { value: target, done: isExhausted } = step.targets.next()
    if (isExhausted) {
      done.add(step.name)
      onTrail.delete(step.name)
      trail.pop()
    } else if (onTrail.has(target)) {
      const names = trail.map(({ name }) => name)
      reportCycle([...names.slice(names.indexOf(target)), target], { graph, place })
    } else if (!done.has(target)) {
      trail.push(visit(target))
      onTrail.add(target)
    }
  }
}

function reportCycle(cycle: readonly string[], { graph, place }: Pick<Search, 'graph' | 'place'>) {
  const [from = '', to = ''] = cycle
  place.findings.report({
    code: 'COMPOSE_DEPENDENCY_CYCLE',
    message: `Dependency cycle: ${cycle.join(' -> ')}.`,
    origin: graph.get(from)?.get(to)?.key,
    path: ['services', from, 'depends_on', to],
  })
}
