/** Who watches which operation right now: on the page, or by a request that waits for its end. */
export interface Audience {
  /** Returns the end of it. */
  enter(userId: string, operation: string): () => void
  has(userId: string, operation: string): boolean
}

/** @see Audience */
export function createAudience(): Audience {
  const watching = new Map<string, number>()
  const keyOf = (userId: string, operation: string) => `${operation} ${userId}`
  return {
    enter(userId, operation) {
      const key = keyOf(userId, operation)
      watching.set(key, (watching.get(key) ?? 0) + 1)
      return () => {
        const others = (watching.get(key) ?? 1) - 1
        if (others > 0) watching.set(key, others)
        else watching.delete(key)
      }
    },
    has: (userId, operation) => watching.has(keyOf(userId, operation)),
  }
}
