/** By how the name ends, because browsers and systems differ in what they call an archive. */
const types: readonly (readonly [suffix: string, type: string])[] = [
  ['.zip', 'application/zip'],
  ['.tar', 'application/x-tar'],
  ['.tar.gz', 'application/gzip'],
  ['.tgz', 'application/gzip'],
  ['.tar.zst', 'application/zstd'],
]

/** The suffixes of archives, for a file chooser. */
export const archiveSuffixes = types.map(([suffix]) => suffix).join(',')

/** An archive that is sent as it is and unpacked by the server. */
export interface Archive {
  readonly name: string
  /** What a project of it would be called: the file's name without its suffix. */
  readonly baseName: string
  readonly file: Blob
}

/** The file as an archive, with the type that the API knows; undefined for every other file. */
export function toArchive(file: File): Archive | undefined {
  const found = types.find(([suffix]) => file.name.toLowerCase().endsWith(suffix))
  if (found === undefined) return undefined
  const [suffix, type] = found
  return {
    name: file.name,
    baseName: file.name.slice(0, -suffix.length),
    file: file.slice(0, file.size, type),
  }
}
