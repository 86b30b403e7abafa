import path from 'node:path/posix'
import type { BuildCache } from '@berth/docker-engine'

/**
 * Entries of `cache_from` and `cache_to`: `type=local,src=cache`, or images, several with commas between. Folders
 * are taken from the folder of the project. What cannot be read is left out; {@link isCacheEntry} tells.
 */
export function readCaches(entries: readonly string[] = [], workingDir: string): BuildCache[] {
  return entries.flatMap((entry) => {
    if (!isCacheEntry(entry)) return []
    const fields = csvFields(entry)
    if (!entry.includes('=')) return fields.map((ref) => ({ type: 'registry', attributes: { ref } }))
    const { type = '', ...attributes } = Object.fromEntries(fields.map(toPair))
    return [{ type, attributes: type === 'local' ? withFolders(attributes, workingDir) : attributes }]
  })
}

/** Whether an entry names images, or has a type and settings. */
export function isCacheEntry(entry: string): boolean {
  const fields = csvFields(entry)
  if (!entry.includes('=')) return fields.every((field) => field !== '')
  return fields.every((field) => field.includes('=')) && fields.some((field) => /^type=./i.test(field))
}

function toPair(field: string): [string, string] {
  const at = field.indexOf('=')
  return [field.slice(0, at).toLowerCase(), field.slice(at + 1)]
}

function withFolders(attributes: Readonly<Record<string, string>>, workingDir: string) {
  const resolved = Object.entries(attributes).map(([key, value]) =>
    key === 'src' || key === 'dest' ? [key, path.resolve(workingDir, value)] : [key, value],
  )
  return Object.fromEntries(resolved)
}

/** Fields with commas between; one with a comma in it stands in quotation marks, which are doubled within. */
function csvFields(text: string): string[] {
  const fields = text.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? []
  // The expression also finds the empty end.
  const found = fields
    .slice(0, text.endsWith(',') ? fields.length : -1)
    .map((field) => field.replace(/,$/, ''))
  return found.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field))
}
