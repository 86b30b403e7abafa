/** Keys for which saying nothing and saying so are two things. */
const meaningfulWhenEmpty = new Set([
  'Cmd',
  'EnableIPv4',
  'EnableIPv6',
  'Entrypoint',
  'Init',
  'MaskedPaths',
  'ReadonlyPaths',
  'StopTimeout',
])

/** Sets that are written as maps to nothing, and maps whose values may be empty. */
const keepsEmptyValues = new Set([
  'Annotations',
  'ExposedPorts',
  'Labels',
  'Tmpfs',
  'Volumes',
  'EndpointsConfig',
])

/** The Engine has its own: Docker Compose writes the address of the container there. */
const ignored = new Set(['IPv6Gateway'])

/** Lists whose order means something. */
const ordered = new Set(['Cmd', 'Dns', 'DnsOptions', 'DnsSearch', 'Entrypoint', 'Test', 'LogPath'])

/**
 * What is sent to the Engine or shown by it, without what says nothing, and with lists sorted that Docker
 * Compose sends in random order.
 */
export function comparable(value: unknown, key = ''): unknown {
  if (key === 'com.docker.compose.depends_on') return String(value).split(',').sort().join()
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item))
    return ordered.has(key) ? items : items.sort(byText)
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, comparable(inner, name)] as const)
    .filter(([name]) => !ignored.has(name))
    .filter(([name, inner]) => !isEmpty(inner) || keepsEmptyValues.has(key) || isMeaningful(name, inner))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const isMeaningful = (name: string, value: unknown) =>
  meaningfulWhenEmpty.has(name) && value !== null && value !== undefined

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => item === 0)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
