/** Something that waits for its turn and then runs. */
export interface Waiting {
  /** What of one lane runs one after the other. */
  readonly lane: string
  /** Runs it; never rejects. */
  readonly run: () => Promise<void>
  /** Told when it has run and its lane is free for the next. */
  readonly left: () => void
}

/** Where one that has not begun stands. */
export interface Place<T> {
  /** 1: it is next. */
  readonly position: number
  /** What has to end, or to begin, right before it; absent when it begins at once. */
  readonly after: T | undefined
}

/** One at a time per lane, in the order they came; several lanes side by side, up to a limit. */
export interface Lanes<T extends Waiting> {
  add(item: T): void
  /** Takes out one that has not begun. False when it has, or is not there. */
  remove(item: T): boolean
  /** What runs or waits in a lane, in order. */
  of(lane: string): readonly T[]
  all(): readonly T[]
  /** Absent for one that runs, or is not there. */
  placeOf(item: T): Place<T> | undefined
  /** Begins nothing any more. */
  close(): void
}

/**
 * @param limit How many lanes run side by side.
 * @param onMoved Told after something was added, removed, begun or ended.
 */
export function createLanes<T extends Waiting>(limit: number, onMoved: () => void): Lanes<T> {
  const lanes = new Map<string, T[]>()
  const running = new Set<T>()
  let isClosed = false

  const of = (lane: string) => lanes.get(lane) ?? []
  /** The first of every lane that does not run yet, the longest waiting first: a map keeps its order. */
  const heads = () => [...lanes.values()].flatMap(([head]) => (head && !running.has(head) ? [head] : []))

  const begin = async (item: T) => {
    running.add(item)
    await item.run()
    running.delete(item)
    take(item)
    item.left()
    pump()
    onMoved()
  }

  const take = (item: T) => {
    const rest = of(item.lane).filter((other) => other !== item)
    // Taken out and put back: a lane that has just run waits behind those that have not.
    lanes.delete(item.lane)
    if (rest.length > 0) lanes.set(item.lane, rest)
  }

  const pump = () => {
    for (const head of heads()) {
      if (isClosed || running.size >= limit) return
      void begin(head)
    }
  }

  const placeOf = (item: T): Place<T> | undefined => {
    const lane = of(item.lane)
    const index = lane.indexOf(item)
    if (index < 0 || running.has(item)) return undefined
    if (index > 0) {
      const isLaneRunning = lane[0] !== undefined && running.has(lane[0])
      return { position: isLaneRunning ? index : index + 1, after: lane[index - 1] }
    }
    const waiting = heads()
    const place = waiting.indexOf(item)
    return { position: place + 1, after: place > 0 ? waiting[place - 1] : [...running].at(-1) }
  }

  return {
    add(item) {
      const lane = lanes.get(item.lane)
      if (lane === undefined) lanes.set(item.lane, [item])
      else lane.push(item)
      pump()
      onMoved()
    },
    remove(item) {
      if (running.has(item) || !of(item.lane).includes(item)) return false
      const rest = of(item.lane).filter((other) => other !== item)
      if (rest.length === 0) lanes.delete(item.lane)
      else lanes.set(item.lane, rest)
      onMoved()
      return true
    },
    of,
    all: () => [...lanes.values()].flat(),
    placeOf,
    close() {
      isClosed = true
    },
  }
}
