import type { Action, ActionKind } from './action.ts'

type NewAction = { [K in ActionKind]: Omit<Action<K>, 'after' | 'afterEnd'> }[ActionKind]

/** Actions being put together. Edges may be added in any order; {@link Graph.finish} sorts. */
export interface Graph {
  /** Returns the id. An id is used once. */
  readonly add: (action: NewAction, after?: Iterable<string>) => string
  readonly link: (action: string, after: Iterable<string>) => void
  /** Adds an action that waits for what `action` waits for, and lets that wait for it alone. */
  readonly addBefore: (action: string, added: NewAction) => void
  readonly linkEnd: (action: string, after: Iterable<string>) => void
  readonly has: (action: string) => boolean
  readonly all: () => readonly NewAction[]
  /** What the action waits for, directly or not. */
  readonly ancestors: (action: string) => ReadonlySet<string>
  /** What waits for any of these actions, directly or not. */
  readonly descendants: (actions: readonly string[]) => ReadonlySet<string>
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
    addBefore: (id, added) => {
      const node = nodeOf(id)
      nodes.set(added.id, { action: added, after: new Set(node.after), afterEnd: new Set(node.afterEnd) })
      node.after.clear()
      node.afterEnd.clear()
      node.after.add(added.id)
    },
    has: (id) => nodes.has(id),
    all: () => [...nodes.values()].map(({ action }) => action),
    ancestors: (id) => reachable([id], (next) => predecessors(nodeOf(next))),
    descendants: (ids) => {
      const successors = successorsOf(nodes)
      return reachable(ids, (next) => successors.get(next) ?? [])
    },
    finish: () => {
      tolerateFailedPulls(nodes)
      return withoutImplied(sorted(nodes)).map(toAction)
    },
  }
}

/** Everything that is led to, without the beginnings unless they are led to themselves. */
function reachable(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const queue = [...from]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const fresh = next(id).filter((other) => !found.has(other))
    for (const other of fresh) found.add(other)
    queue.push(...fresh)
  }
  return found
}

function successorsOf(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, readonly string[]> {
  const successors = new Map<string, string[]>()
  for (const [id, node] of nodes) {
    for (const before of predecessors(node)) successors.set(before, [...(successors.get(before) ?? []), id])
  }
  return successors
}

const predecessors = ({ after, afterEnd }: Node) => [...after, ...afterEnd]

/** What waits for a pull that may fail begins when it has ended, whichever way. */
function tolerateFailedPulls(nodes: ReadonlyMap<string, Node>): void {
  const mayFail = [...nodes.values()].filter(
    ({ action }) => action.kind === 'pull-image' && action.isOptional,
  )
  for (const { action } of mayFail) {
    for (const { after, afterEnd } of nodes.values()) if (after.delete(action.id)) afterEnd.add(action.id)
  }
}

function sorted(nodes: ReadonlyMap<string, Node>): Node[] {
  const waiting = new Map(nodes)
  const order: Node[] = []
  const firstReady = () => {
    for (const [id, node] of waiting) if (isReady(node, waiting)) return { id, node }
    throw new Error(`The plan has a cycle: ${[...waiting.keys()].join(', ')}`)
  }
  while (waiting.size > 0) {
    const { id, node } = firstReady()
    waiting.delete(id)
    order.push(node)
  }
  return order
}

function isReady({ after, afterEnd }: Node, waiting: ReadonlyMap<string, Node>): boolean {
  for (const id of after) if (waiting.has(id)) return false
  for (const id of afterEnd) if (waiting.has(id)) return false
  return true
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
