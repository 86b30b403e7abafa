import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

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
 * @returns Undefined when there is none up to the root.
 */
export function findComposeFiles(startFolder: string): FoundFiles | undefined {
  for (let folder = startFolder; ; folder = dirname(folder)) {
    const candidates = mainNames.map((name) => join(folder, name)).filter((path) => existsSync(path))
    const [main] = candidates
    if (main !== undefined) {
      const override = overrideNames.map((name) => join(folder, name)).find((path) => existsSync(path))
      return { files: override === undefined ? [main] : [main, override], candidates }
    }
    if (dirname(folder) === folder) return undefined
  }
}
