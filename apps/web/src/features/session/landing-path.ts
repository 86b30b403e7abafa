const home = '/projects'

/** Where to go after signing in: only ever a path of this page, whatever a link says. */
export function landingPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : home
}
