type Json = unknown

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first place where two trees differ, in words; undefined when they are equal. Pure. */
export function firstDifference(ours: Json, theirs: Json, at = ''): string | undefined {
  if (Array.isArray(ours) && Array.isArray(theirs)) return inLists(ours, theirs, at)
  if (isObject(ours) && isObject(theirs)) return inObjects(ours, theirs, at)
  return Object.is(ours, theirs) ? undefined : `${at || '(top)'}: ours ${show(ours)}, theirs ${show(theirs)}`
}

function inLists(ours: readonly Json[], theirs: readonly Json[], at: string): string | undefined {
  const length = Math.max(ours.length, theirs.length)
  for (let index = 0; index < length; index++) {
    const difference = firstDifference(ours[index], theirs[index], `${at}[${index}]`)
    if (difference !== undefined) return difference
  }
  return undefined
}

function inObjects(ours: Record<string, Json>, theirs: Record<string, Json>, at: string): string | undefined {
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const difference = firstDifference(ours[key], theirs[key], at ? `${at}.${key}` : key)
    if (difference !== undefined) return difference
  }
  return undefined
}

function show(value: Json): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
