import { textOf } from '../canonical/number-text.ts'
import { compareText, type Place } from '../context.ts'
import { type Entry, entriesOf, type Mapping, type Node, nodeAt } from '../tree.ts'

/**
 * Phase 16: services cannot wait for each other in a circle, and cannot be built from each other in one: that is a
 * warning, because images that are here need no build. Each circle is reported once, at its first step.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on
 */
export function checkCycles(document: Mapping, isActive: (name: string) => boolean, place: Place): void {
  const graphOf = (stepsOf: (service: Node) => readonly Step[]): Graph => {
    const services = entriesOf(nodeAt(document, 'services')).toSorted(([a], [b]) => compareText(a, b))
    return new Map(
      services.flatMap(([name, { value }]) => (isActive(name) ? [[name, new Map(stepsOf(value))]] : [])),
    )
  }
  for (const [cycle, { node }] of cyclesOf(graphOf(dependencies))) {
    const [from = '', to = ''] = cycle
    place.findings.report({
      code: 'COMPOSE_DEPENDENCY_CYCLE',
      message: `Dependency cycle: ${cycle.join(' -> ')}.`,
      origin: node,
      path: ['services', from, 'depends_on', to],
    })
  }
  for (const [cycle, { node, key }] of cyclesOf(graphOf(bases))) {
    place.findings.report({
      code: 'COMPOSE_BUILD_CYCLE',
      message: `Services are built from each other in a circle: ${cycle.join(' -> ')}.`,
      origin: node,
      path: ['services', cycle[0] ?? '', 'build', 'additional_contexts', key],
    })
  }
}

/** To another service, and where that is said. */
type Step = readonly [target: string, said: Said]

interface Said {
  readonly key: string
  readonly node: Entry['key']
}

type Graph = ReadonlyMap<string, ReadonlyMap<string, Said>>

const dependencies = (service: Node): Step[] =>
  entriesOf(nodeAt(service, 'depends_on')).map(([target, { key }]) => [target, { key: target, node: key }])

const bases = (service: Node): Step[] =>
  entriesOf(nodeAt(service, 'build', 'additional_contexts')).flatMap(([key, { value }]): Step[] => {
    const target = /^service:(.+)$/.exec(textOf(value))?.[1]
    return target === undefined ? [] : [[target, { key, node: value.origin }]]
  })

/** Each circle, closed, with where its first step is said. */
function cyclesOf(graph: Graph): [cycle: readonly string[], first: Said][] {
  const found: (readonly string[])[] = []
  const done = new Set<string>()
  for (const name of graph.keys()) search(name, { graph, done, found })
  return found.flatMap((cycle) => {
    const [from = '', to = ''] = cycle
    const first = graph.get(from)?.get(to)
    return first === undefined ? [] : [[cycle, first]]
  })
}

interface Search {
  readonly graph: Graph
  /** Services from which no new circle can be found. */
  readonly done: Set<string>
  readonly found: (readonly string[])[]
}

/** Depth first, with a stack of its own: a chain of services may be long. */
function search(start: string, { graph, done, found }: Search) {
  if (done.has(start)) return
  const visit = (name: string) => ({ name, targets: (graph.get(name) ?? new Map<string, Said>()).keys() })
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
      found.push([...names.slice(names.indexOf(target)), target])
    } else if (!done.has(target)) {
      trail.push(visit(target))
      onTrail.add(target)
    }
  }
}
