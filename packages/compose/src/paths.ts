/** Paths as text, with `/` between the parts: the loader runs in a browser too. */

export const isAbsolutePath = (path: string): boolean =>
  path.startsWith('/') || path.startsWith('\\\\') || /^[a-zA-Z]:[\\/]/.test(path)

/** Makes a path absolute and takes `.`, `..` and double slashes out of it. An absolute path stays as it is. */
export function resolvePath(base: string, path: string): string {
  return isAbsolutePath(path) ? path : cleanPath(`${base}/${path}`)
}

/** Takes `.`, `..`, double and trailing slashes out of an absolute path. */
function cleanPath(path: string): string {
  if (!path.startsWith('/')) return path
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `/${kept.join('/')}`
}

/** The same of a path that may be relative, in which `..` stays in front. Not empty. */
export const cleanAnyPath = (path: string): string =>
  path.startsWith('/') ? cleanPath(path) : joinPath('', path)

/** Puts a relative path below another, which may be relative too, without `.` and with `..` only in front. */
export function joinPath(base: string, path: string): string {
  const kept: string[] = []
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return kept.join('/') || '.'
}

/** The way from one absolute folder to another. */
export function relativeTo(from: string, to: string): string {
  const start = cleanPath(from).split('/').filter(Boolean)
  const end = cleanPath(to).split('/').filter(Boolean)
  const fork = start.findIndex((part, index) => part !== end[index])
  const shared = fork < 0 ? start.length : fork
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/') || '.'
}

export const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? ''
