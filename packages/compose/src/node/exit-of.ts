import { lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, parse, resolve, sep } from 'node:path'

/** So many links in a row lead nowhere, as for Linux. */
const maxLinks = 40

/**
 * Where a path leaves the folders that may be read: the path itself, or what a link inside of them names. Undefined for
 * one that stays inside, whether there is something or not.
 *
 * What is outside changes nothing of the answer, so that nobody learns what is there; unless links there lead back
 * inside.
 *
 * @param path Absolute.
 * @param roots Folders, without links.
 */
export function exitOf(path: string, roots: readonly string[]): string | undefined {
  const isInside = (place: string) => roots.some((root) => isWithin(place, root))
  let exit = path
  let links = 0
  let place = parse(path).root
  let names = namesOf(path)
  while (names.length > 0) {
    const [name = '', ...rest] = names
    const next = name === '..' ? dirname(place) : join(place, name)
    const target = linkAt(next)
    if (target !== undefined && links < maxLinks) {
      links += 1
      const named = resolve(place, target)
      if (isInside(next) && !isInside(named)) exit = named
      names = [...namesOf(target), ...rest]
      if (target.startsWith(sep)) place = parse(target).root
    } else {
      names = rest
      place = next
    }
  }
  return isInside(place) ? undefined : exit
}

const namesOf = (path: string) => path.split(sep).filter((name) => name !== '' && name !== '.')

/** What a link names; undefined for what is none, is not there or cannot be seen. */
function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
  } catch {
    return undefined
  }
}

/** Whether a path is a folder or below it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
