/** Looks into a body of which nothing is known. */
export interface JsonBody {
  /** What is at a path of keys; undefined when there is nothing. */
  at(...keys: string[]): unknown
  text(...keys: string[]): string | undefined
  /** Members of a list; none when it is not one. */
  list(...keys: string[]): JsonBody[]
}

/** Undefined when it is not JSON of an object. A form with the JSON as its `payload` is taken as well. */
export function readJson(body: Buffer): JsonBody | undefined {
  const text = body.toString('utf8')
  const json = text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? view(value) : undefined
  } catch {
    // That it is not JSON is the answer.
    return undefined
  }
}

function view(root: unknown): JsonBody {
  const at = (...keys: string[]) =>
    keys.reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      root,
    )
  return {
    at,
    text(...keys) {
      const value = at(...keys)
      return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined
    },
    list(...keys) {
      const value = at(...keys)
      return Array.isArray(value) ? value.map(view) : []
    },
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
