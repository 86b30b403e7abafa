import { isAbsolute, relative } from 'node:path'

/** Relative where that is shorter: below the current folder. */
export function nearPath(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path
  const near = relative(cwd, path)
  return near === '' || near.startsWith('..') ? path : near
}
