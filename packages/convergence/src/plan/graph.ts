import type { Action, ActionKind } from './action.ts'

type NewAction = { [K in ActionKind]: Omit<Action<K>, 'after' | 'afterEnd'> }[ActionKind]

/** Actions being put together. Edges may be added in any order; {@link Graph.finish} sorts. */
export interface Graph {
  /** Returns the id. An id is used once. */
  readonly add: (action: NewAction, after?: Iterable<string>) => string
  readonly link: (action: string, after: Iterable<string>) => void
  readonly linkEnd: (action: string, after: Iterable<string>) => void
  readonly has: (action: string) => boolean
  readonly all: () => readonly NewAction[]
  /** Whether `action` waits for `other`, directly or not. */
  readonly ancestors: (action: string) => ReadonlySet<string>
  /** Topological; actions that do not wait for one another stay in the order they were added. */
  readonly finish: () => Action[]
}

interface Node {
  readonly action: NewAction
  readonly after: Set<string>
  readonly afterEnd: Set<string>
}

/** An empty graph. */
export function createGraph(): Graph {
  const nodes = new Map<string, Node>()
  const nodeOf = (id: string) => {
    const node = nodes.get(id)
    if (node === undefined) throw new Error(`The plan has no action ${id}`)
    return node
  }
  return {
    add: (action, after = []) => {
      if (nodes.has(action.id)) throw new Error(`The plan has two actions ${action.id}`)
      nodes.set(action.id, { action, after: new Set(after), afterEnd: new Set() })
      return action.id
    },
    link: (id, after) => {
      for (const other of after) if (other !== id) nodeOf(id).after.add(other)
    },
    linkEnd: (id, after) => {
      for (const other of after) if (other !== id) nodeOf(id).afterEnd.add(other)
    },
    has: (id) => nodes.has(id),
    all: () => [...nodes.values()].map(({ action }) => action),
    ancestors: (id) => ancestorsOf(id, nodeOf),
    finish: () => withoutImplied(sorted(nodes)).map(toAction),
  }
}

function ancestorsOf(id: string, nodeOf: (id: string) => Node): Set<string> {
  const found = new Set<string>()
  const queue = [id]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const before of predecessors(nodeOf(next))) {
      if (found.has(before)) continue
      found.add(before)
      queue.push(before)
    }
  }
  return found
}

const predecessors = ({ after, afterEnd }: Node) => [...after, ...afterEnd]

function sorted(nodes: ReadonlyMap<string, Node>): Node[] {
  const waiting = new Map(nodes)
  const order: Node[] = []
  while (waiting.size > 0) {
    const next = [...waiting].find(([, node]) => predecessors(node).every((id) => !waiting.has(id)))
    if (next === undefined) throw new Error(`The plan has a cycle: ${[...waiting.keys()].join(', ')}`)
    waiting.delete(next[0])
    order.push(next[1])
  }
  return order
}

/** Leaves out what an action waits for through another that it waits for. */
function withoutImplied(order: readonly Node[]): Node[] {
  const ancestors = new Map<string, ReadonlySet<string>>()
  return order.map((node) => {
    const implied = new Set([...node.after].flatMap((id) => [...(ancestors.get(id) ?? [])]))
    ancestors.set(node.action.id, new Set([...node.after, ...implied]))
    return { ...node, after: new Set([...node.after].filter((id) => !implied.has(id))) }
  })
}

function toAction({ action, after, afterEnd }: Node): Action {
  const soft = [...afterEnd].filter((id) => !after.has(id)).sort()
  // Safe: a NewAction is an Action without the two fields that are added here.
  return {
    ...action,
    after: [...after].sort(),
    ...(soft.length > 0 && { afterEnd: soft }),
  } as Action
}
