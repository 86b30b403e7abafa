import type { Engine } from '@berth/docker-engine'

const changes = /^(create|start|stop|restart|kill|remove|rename|connect|pull|build|copy|put|exec|tag)/

/** What happened at an Engine that does something before each call that changes it. */
export interface Interrupted {
  readonly engine: Engine
  /** Calls that change the Engine, those that were not let through included. */
  readonly changes: () => number
}

/** An Engine that does something before each call that changes it; it is told how many there were. */
export function interruptedEngine(
  engine: Engine,
  before: (changes: number, method: string) => Promise<void> | void,
): Interrupted {
  let count = 0
  const entries = Object.entries(engine).map(([method, call]) => {
    if (typeof call !== 'function' || !changes.test(method)) return [method, call]
    const interrupted = async (...args: unknown[]) => {
      count += 1
      await before(count - 1, method)
      return call(...args)
    }
    return [method, interrupted]
  })
  // Safe: the same keys, each with the same parameters and result.
  return { engine: Object.fromEntries(entries) as Engine, changes: () => count }
}
