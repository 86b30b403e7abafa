import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic, DiagnosticCode } from '../src/index.ts'
import { loadProjectFromDisk } from '../src/node.ts'
import { type CaseRequest, readRequest } from './fixture-cases.ts'

/** A project that makes the loader report a code, and what it reports. Its folder is called `/app`. */
export interface CodeExample {
  /** The files of the project by name, as a person would list them: the compose file first. */
  readonly files: ReadonlyMap<string, string>
  readonly request: CaseRequest
  readonly diagnostics: readonly Diagnostic[]
  /** The texts that were read, by absolute path. */
  readonly sources: ReadonlyMap<string, string>
}

/** The folder that holds a folder of files for each code; `request.json` in it holds flags. */
export const examplesFolder = fileURLToPath(new URL('../examples', import.meta.url))

/** `COMPOSE_NO_FILE` has its example in `no-file`. */
export const folderOf = (code: DiagnosticCode): string =>
  code.replace('COMPOSE_', '').toLowerCase().replaceAll('_', '-')

/**
 * Loads the example of a code in a folder of its own, so that no file above it is found, and with that folder as
 * the only one that may be read. Throws when there is no example.
 */
export function loadExample(code: DiagnosticCode): CodeExample {
  const origin = join(examplesFolder, folderOf(code))
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'compose-example-')))
  try {
    cpSync(origin, folder, { recursive: true })
    const request = readRequest(folder)
    rmSync(join(folder, 'request.json'), { force: true })
    const loaded = loadProjectFromDisk({ cwd: folder, environment: {}, roots: [folder], ...request })
    const called = (text: string) => text.replaceAll(folder, '/app')
    return {
      files: filesIn(folder),
      request,
      // Safe: text within a JSON text is replaced by other text without quotes or backslashes.
      diagnostics: JSON.parse(called(JSON.stringify(loaded.diagnostics))) as Diagnostic[],
      sources: new Map([...loaded.sources].map(([path, text]) => [called(path), text])),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const names = globSync('**/*', { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile())
  const rank = (name: string) => (name.startsWith('compose') ? 0 : 1)
  const sorted = names.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return new Map(sorted.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
