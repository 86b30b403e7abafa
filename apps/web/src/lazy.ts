const triesAgainAfterMs = [150, 500, 1500]

/**
 * Loads a chunk; tries again when the connection broke, as `call` does for reads. A chunk that is gone,
 * because the server is a newer version, is still an error.
 */
export async function lazy<T>(load: () => Promise<T>): Promise<T> {
  for (const waitMs of triesAgainAfterMs) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return load()
}
