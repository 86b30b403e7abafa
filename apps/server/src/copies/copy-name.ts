const mostLetters = 63

/** The name of a project's copy of a branch, a person or a build. Pure. */
export const nameOfCopy = (parent: string, what: string): string => join(parent, slugOf(what))

/** A name that is not taken yet, with that of whoever asks in it. Pure. */
export function freeName(name: string, user: string, taken: readonly string[]): string {
  const mine = join(name, slugOf(user))
  const candidates = [
    mine,
    ...Array.from({ length: taken.length + 1 }, (_, index) => join(mine, String(index + 2))),
  ]
  // Safe: one more was tried than there are.
  return candidates.find((candidate) => !taken.includes(candidate)) as string
}

/** The first is cut where both would be too long: what tells copies apart stands at the end. */
const join = (first: string, last: string) => `${first.slice(0, mostLetters - 1 - last.length)}-${last}`

/** In the letters that the name of a project may have. */
function slugOf(text: string): string {
  const letters = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return letters.slice(0, 30) || 'copy'
}
