import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { ProblemError } from '../http/problem.ts'

const mostDepth = 32

/**
 * Turns a path relative to a project folder into an absolute one: the only way from a caller's path to the
 * disk. Nothing outside `root` can come out, and no component of it is a symbolic link, which a container
 * with a bind mount could have made.
 *
 * @param root Absolute; need not exist yet.
 * @throws a problem, FILE_PATH_INVALID.
 */
export async function resolveInside(root: string, relative: string): Promise<string> {
  const names = relative.split('/')
  const fault = faultOf(names)
  if (fault !== undefined) throw invalidPath(relative, fault)
  await refuseLinks(root, names, relative)
  return path.join(root, ...names)
}

const invalidPath = (relative: string, why: string) =>
  new ProblemError('FILE_PATH_INVALID', `The path ${JSON.stringify(relative)} ${why}.`)

function faultOf(names: readonly string[]): string | undefined {
  if (names.length > mostDepth) return `has more than ${mostDepth} parts`
  for (const name of names) {
    if (name === '') return 'is absolute, ends in / or has an empty part'
    if (name === '.' || name === '..') return `has the part ${name}`
    if (Buffer.byteLength(name) > 255) return 'has a part of more than 255 bytes'
    if (hasForbidden(name)) return 'has a backslash or a control character'
  }
  return undefined
}

const hasForbidden = (name: string) =>
  [...name].some((character) => character === '\\' || character < ' ' || character === '\x7f')

async function refuseLinks(root: string, names: readonly string[], relative: string): Promise<void> {
  let at = root
  for (const [index, name] of names.entries()) {
    at = path.join(at, name)
    const found = await lstat(at).catch(absent)
    if (found === undefined) return
    const isLast = index === names.length - 1
    if (found.isSymbolicLink()) throw invalidPath(relative, 'goes through a symbolic link')
    if (!(isLast ? found.isFile() : found.isDirectory())) {
      throw invalidPath(relative, isLast ? 'is not a file' : 'goes through a file')
    }
  }
}

/** For `catch`: what is not there is undefined; anything else is thrown on. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
