import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic, Project } from '@berth/compose'
import { absent } from './file-path.ts'
import type { ProjectFiles } from './files.ts'
import type { ProjectRecord } from './project-store.ts'

/** What the files of a project say. Paths in diagnostics are relative to the project folder. */
export interface LoadedProject {
  /** Absent when a diagnostic is an error. */
  readonly project?: Project
  readonly diagnostics: readonly Diagnostic[]
  /** Each with the lines around it, for a terminal; in the order of `diagnostics`. */
  readonly frames: readonly string[]
}

export interface ProjectLoader {
  load(record: ProjectRecord): Promise<LoadedProject>
}

/** The names that Compose looks for, in its order. */
const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']
const overrideNames = composeNames.map((name) => name.replace(/\.(yaml|yml)$/, '.override.$1'))

/** The file that is loaded first, of the paths of a project. */
export const composeFileOf = (paths: readonly string[]): string | undefined =>
  composeNames.find((name) => paths.includes(name))

/** The compose file and its override, where the project has them. */
function filesToLoad(paths: readonly string[]): string[] {
  const override = overrideNames.find((name) => paths.includes(name))
  return [composeFileOf(paths), override].filter((file) => file !== undefined)
}

/**
 * Loads projects from disk, with no variable of the server's own environment and nothing from outside the
 * project folder. What was loaded is kept until a file changes that it was loaded from.
 */
export function createProjectLoader(files: ProjectFiles): ProjectLoader {
  const kept = new Map<
    string,
    { readonly read: readonly string[]; signature: string; loaded: LoadedProject }
  >()
  return {
    async load(record) {
      const { name } = record
      const folder = files.folderOf(name)
      const own = [...record.files, '.env'].map((file) => path.join(folder, file))
      const known = kept.get(name)
      if (known !== undefined && known.signature === (await signatureOf([...own, ...known.read]))) {
        return known.loaded
      }
      // Before the reading: what changes meanwhile is found changed the next time.
      const before = await signatureOf(own)
      const { loaded, read } = await loadFrom(folder, record)
      const others = read.filter((file) => !own.includes(file))
      const signature = [before, await signatureOf(others)].filter(Boolean).join('\n')
      kept.set(name, { read: others, signature, loaded })
      return loaded
    },
  }
}

/** Changes when any of the files does, without reading them. */
async function signatureOf(paths: readonly string[]): Promise<string> {
  const parts: string[] = []
  for (const file of paths) {
    const found = await stat(file, { bigint: true }).catch(absent)
    parts.push(`${file}:${found?.ino}:${found?.size}:${found?.mtimeNs}`)
  }
  return parts.join('\n')
}

async function loadFrom(folder: string, { name, files }: ProjectRecord) {
  const chosen = filesToLoad(files)
  if (composeFileOf(files) === undefined) return { loaded: withoutComposeFile, read: [] }
  // The server is ready before anybody asks for a project.
  const { formatDiagnostic } = await import('@berth/compose')
  const { loadProjectFromDisk } = await import('@berth/compose/node')
  const { project, diagnostics, sources } = loadProjectFromDisk({
    cwd: folder,
    files: chosen,
    projectName: name,
    environment: {},
    roots: [folder],
  })
  const shorten = (text: string) => text.replaceAll(`${folder}/`, '')
  const loaded: LoadedProject = {
    ...(project && { project }),
    diagnostics: diagnostics.map((diagnostic) => inFolder(diagnostic, shorten)),
    frames: diagnostics.map((diagnostic) => shorten(formatDiagnostic(diagnostic, sources))),
  }
  return { loaded, read: [...sources.keys()] }
}

const withoutComposeFile: LoadedProject = {
  diagnostics: [
    {
      code: 'COMPOSE_NO_FILE',
      severity: 'error',
      message: 'The project has no compose file.',
      fix: 'Add compose.yaml.',
    },
  ],
  frames: ['error COMPOSE_NO_FILE: The project has no compose file.'],
}

/** Where the server keeps its files is nobody's business. */
function inFolder(diagnostic: Diagnostic, shorten: (text: string) => string): Diagnostic {
  const { message, fix, range } = diagnostic
  return {
    ...diagnostic,
    message: shorten(message),
    ...(fix !== undefined && { fix: shorten(fix) }),
    ...(range && { range: { ...range, file: shorten(range.file) } }),
  }
}
