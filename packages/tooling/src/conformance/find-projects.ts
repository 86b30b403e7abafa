import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One compose file to compare, and how it is given to either side. */
export interface ComposeProject {
  readonly file: string
  /** Where both run. */
  readonly folder: string
  /** Empty: they find the file, its override and `.env` by themselves. */
  readonly files: readonly string[]
}

const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

/** Every compose file below a folder, sorted. */
export function findProjects(root: string): ComposeProject[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(isComposeFile)
    .sort()
    .map(toProject)
}

/** By its name, or because it has services or includes at the top. */
function isComposeFile(file: string): boolean {
  return /compose/i.test(path.basename(file)) || /^(services|include) *:/m.test(readFileSync(file, 'utf8'))
}

function toProject(file: string): ComposeProject {
  const folder = path.dirname(file)
  const siblings = new Set(readdirSync(folder))
  const found = defaultNames.find((name) => siblings.has(name))
  return { file, folder, files: path.basename(file) === found ? [] : [file] }
}
