/** What keeps this from being the path of a new file, in words. */
export function checkPath(path: string, taken: readonly string[]): string | undefined {
  if (path === '') return 'Give the file a name.'
  if (path.startsWith('/') || path.endsWith('/')) return 'Write a path inside the project, such as web/.env.'
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'A path has no empty parts, and no . or .. in it.'
  }
  if (path.length > 512) return 'Use at most 512 characters.'
  return taken.includes(path) ? `${path} exists already.` : undefined
}
