import type { SourceRead } from './read-source.ts'

/** The texts of files, and which are not there; both grow as the loader asks. */
export interface DemandedFiles {
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
}

/**
 * Sources whose files are read the moment the loader asks for them, each once: a project is then loaded in one go,
 * however many files its files name.
 *
 * @param read Reads one path of a request.
 */
export function readOnDemand(read: (path: string) => SourceRead): DemandedFiles {
  const sources = new Map<string, string>()
  const absent = new Set<string>()
  const known = sources.get.bind(sources)
  sources.get = (path) => {
    if (!sources.has(path) && !absent.has(path)) {
      const source = read(path)
      if (source.kind === 'text') sources.set(path, source.text)
      else absent.add(path)
    }
    return known(path)
  }
  return { sources, absent }
}
