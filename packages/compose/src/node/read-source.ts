import { isUtf8 } from 'node:buffer'
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { limits } from '../parse/limits.ts'
import { exitOf, isWithin } from './exit-of.ts'

/** What reading one file came to. */
export type SourceRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'folder' }
  /** `exit` is where the path leaves the folders that may be read. */
  | { readonly kind: 'outside'; readonly exit: string }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'unreadable'; readonly reason: string }

export interface ReadableFiles {
  /** Real paths of folders; undefined allows every path. */
  readonly roots: readonly string[] | undefined
  /** Texts that stand for files, by absolute path. */
  readonly texts: ReadonlyMap<string, string> | undefined
}

/** Nothing is in it, wherever it is: people name it to say that they want no file. */
const nothing = '/dev/null'

/**
 * Reads a file as text, but only inside the given roots, and there only files that end: links are followed before
 * the path is judged, and what is outside is not opened, nor told from what is not there. `-` is the standard input.
 */
export function readSource(path: string, { roots, texts }: ReadableFiles): SourceRead {
  const text = texts?.get(path)
  if (text !== undefined) return { kind: 'text', text }
  if (path === nothing) return { kind: 'text', text: '' }
  try {
    if (path === '-') return { kind: 'text', text: decode(readFileSync(0)) }
    return roots === undefined ? readAny(path) : readInside(path, roots)
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return { kind: 'absent' }
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Pipes too: shells make one of the output of a command. */
const readAny = (path: string): SourceRead =>
  withFile(path, constants.O_RDONLY, (handle) => readOpen(handle, fstatSync(handle)))

function readInside(path: string, roots: readonly string[]): SourceRead {
  const exit = exitOf(path, roots)
  if (exit !== undefined) return { kind: 'outside', exit }
  const realPath = realpathSync(path)
  // A pipe would wait for somebody to write.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
  return withFile(realPath, flags, (handle) => {
    const stats = fstatSync(handle)
    if (!stats.isFile() && !stats.isDirectory())
      return { kind: 'unreadable', reason: 'it is neither a file nor a folder' }
    // Somebody else may write in the folder: what was opened has to be what was judged.
    const now = statSync(realPath)
    const isSame =
      now.dev === stats.dev &&
      now.ino === stats.ino &&
      realpathSync(path) === realPath &&
      roots.some((root) => isWithin(realPath, root))
    return isSame ? readOpen(handle, stats) : { kind: 'unreadable', reason: 'it was replaced meanwhile' }
  })
}

function withFile(path: string, flags: number, use: (handle: number) => SourceRead): SourceRead {
  const handle = openSync(path, flags)
  try {
    return use(handle)
  } finally {
    closeSync(handle)
  }
}

function readOpen(handle: number, stats: Stats): SourceRead {
  if (stats.isDirectory()) return { kind: 'folder' }
  if (stats.size > limits.fileBytes) return { kind: 'too-large', bytes: stats.size }
  return { kind: 'text', text: decode(readFileSync(handle)) }
}

/** UTF-8, or UTF-16 behind its mark. Bytes that are neither become half a pair, which no text may hold. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le')
  if (first === 0xfe && second === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  const text = bytes.toString('utf8')
  return isUtf8(bytes) ? text : text.replaceAll('\ufffd', '\udc80')
}

/** The path without links; as it is when that cannot be told. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const hasErrno = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code
