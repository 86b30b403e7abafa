import { ApiError } from './api/problem.ts'

const triesAgainAfterMs = [150, 500, 1500]

/**
 * Loads a chunk; tries again when the connection broke, as `call` does for reads. A chunk that is gone,
 * because the server is a newer version, is still an error.
 *
 * @throws {@link ApiError} that says so, in place of the browser's own words.
 */
export function lazy<T>(load: () => Promise<T>): Promise<T> {
  const loading = loadWithRetries(load)
  // The router asks for all parts of a page at once and waits for one after the other: when two are
  // missing, nobody waits for the second any more.
  loading.catch(() => {})
  return loading
}

async function loadWithRetries<T>(load: () => Promise<T>): Promise<T> {
  for (const waitMs of triesAgainAfterMs) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  try {
    return await load()
  } catch (error) {
    throw new ApiError(missing, error)
  }
}

/** The code of the error of {@link lazy}. */
export const partMissing = 'PAGE_PART_MISSING'

const missing = {
  code: partMissing,
  status: 0,
  title: 'A part of this page could not be loaded',
  detail: 'Berth does not answer, or it is another version by now than when this page was opened.',
  fix: 'Check that Berth is running and that this machine can reach it, and try again.',
}
