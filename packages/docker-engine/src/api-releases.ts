/** Release of Docker that brought an API version; those that brought something Berth asks for. */
export const dockerRelease = {
  '1.42': '23.0',
  '1.43': '24.0',
  '1.44': '25.0',
  '1.45': '26.0',
  '1.48': '28.0',
  '1.49': '28.1',
} as const

/** Compares two API versions such as `1.9` and `1.45`; negative when the first is older. */
export function compareApi(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA - majorB || minorA - minorB
}
