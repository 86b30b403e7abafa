import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'

/**
 * Where paths of this machine lead, with every link followed. What does not exist yet would be made in the nearest
 * folder that does. Left out is what is not known: where that folder is the root alone, a link leads nowhere, or this
 * process may not look.
 */
export async function followPaths(paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const one of paths) {
    const real = await follow(path.resolve('/', one))
    if (real !== undefined) found.set(one, real)
  }
  return found
}

async function follow(absolute: string): Promise<string | undefined> {
  try {
    return await realpath(absolute)
  } catch {
    const folder = path.dirname(absolute)
    if (folder === '/' || !(await isMissing(absolute))) return undefined
    const real = await follow(folder)
    return real === undefined ? undefined : path.join(real, path.basename(absolute))
  }
}

async function isMissing(absolute: string): Promise<boolean> {
  try {
    await lstat(absolute)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
