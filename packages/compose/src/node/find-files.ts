import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exitOf } from './exit-of.ts'

const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

export interface FoundFiles {
  /** The compose file and its override, if there is one. */
  readonly files: readonly string[]
  /** Every file with a default name in the folder that was chosen; more than one deserves a warning. */
  readonly candidates: readonly string[]
}

/**
 * Looks for a compose file by its default names, in a folder and then in each folder above it.
 *
 * @param roots Folders, without links, beyond which it does not look; undefined looks everywhere.
 * @returns Undefined when there is none up to the root.
 */
export function findComposeFiles(
  startFolder: string,
  roots: readonly string[] | undefined,
): FoundFiles | undefined {
  const leadsOut = (path: string) => roots !== undefined && exitOf(path, roots) !== undefined
  // A link that leads out is found, whether something is there or not: whoever reads it is told.
  const isThere = (path: string) => leadsOut(path) || existsSync(path)
  for (let folder = startFolder; !leadsOut(folder); folder = dirname(folder)) {
    const candidates = mainNames.map((name) => join(folder, name)).filter(isThere)
    const [main] = candidates
    if (main !== undefined) {
      const override = overrideNames.map((name) => join(folder, name)).find(isThere)
      return { files: override === undefined ? [main] : [main, override], candidates }
    }
    if (dirname(folder) === folder) return undefined
  }
  return undefined
}
