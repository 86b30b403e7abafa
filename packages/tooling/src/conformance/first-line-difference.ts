/** The first line in which two texts differ, in words; undefined when there is none. Pure. */
export function firstLineDifference(
  ours: string,
  theirs: string,
  { isUnordered }: { readonly isUnordered: boolean },
): string | undefined {
  const linesOf = (text: string) => (isUnordered ? text.split('\n').toSorted() : text.split('\n'))
  const own = linesOf(ours)
  const other = linesOf(theirs)
  const at = Array.from({ length: Math.max(own.length, other.length) }, (_, index) => index).find(
    (index) => own[index] !== other[index],
  )
  if (at === undefined) return undefined
  return `line ${at + 1}: ours ${show(own[at])}, theirs ${show(other[at])}`
}

const show = (line: string | undefined) => (line === undefined ? 'absent' : JSON.stringify(line.slice(0, 80)))
