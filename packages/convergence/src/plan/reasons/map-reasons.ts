/** `environment A added`, `environment B removed`, `environment C changed`: names only, sorted. */
export function mapReasons(
  noun: string,
  is: Readonly<Record<string, string>>,
  should: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(is), ...Object.keys(should)])].sort()
  return names.flatMap((name) => {
    if (is[name] === should[name]) return []
    if (is[name] === undefined) return [`${noun} ${name} added`]
    return [`${noun} ${name} ${should[name] === undefined ? 'removed' : 'changed'}`]
  })
}
