import { composeFile } from '../validate/attributes.ts'
import { describeShape, type Shape } from '../validate/shape.ts'
import { descriptionOf, specLinkOf } from './descriptions.ts'

/** An attribute of the specification. */
export interface Attribute {
  /** `*` is a key of the user's own, `[]` an item of a list: `services.*.ports[].target`. */
  readonly path: string
  /** In words: `a string or a list`. */
  readonly type: string
  readonly words: string
  /** Where the specification explains it. */
  readonly link: string
}

/** Every attribute that is loaded, those of a mapping behind the mapping's own. Pure. */
export const listAttributes = (): Attribute[] =>
  walk(composeFile, '').map(([path, shape]) => ({
    path,
    type: describeShape(shape),
    words: descriptionOf(path)?.words ?? '',
    link: specLinkOf(path),
  }))

function walk({ fields = {}, list, entries }: Shape, path: string): [path: string, shape: Shape][] {
  const own = Object.entries(fields).flatMap(([name, field]): [string, Shape][] => {
    const at = path === '' ? name : `${path}.${name}`
    return [[at, field], ...walk(field, at)]
  })
  return [...own, ...(list ? walk(list, `${path}[]`) : []), ...(entries ? walk(entries, `${path}.*`) : [])]
}

/**
 * The attributes that a file uses, as far as its data tells without expanding short forms: the paths of
 * {@link listAttributes}. Pure.
 *
 * @param data A document as plain data.
 */
export function attributesUsed(data: unknown): Set<string> {
  const found = new Set<string>()
  visit(data, composeFile, { path: '', found })
  return found
}

interface Visit {
  readonly path: string
  readonly found: Set<string>
}

function visit(data: unknown, shape: Shape, { path, found }: Visit): void {
  if (Array.isArray(data)) {
    for (const item of shape.list ? data : []) visit(item, shape.list ?? {}, { path: `${path}[]`, found })
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) visitEntry(key, value, { shape, path, found })
  }
}

function visitEntry(key: string, value: unknown, { shape, path, found }: Visit & { readonly shape: Shape }) {
  const field = shape.fields && Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
  const at = `${path === '' ? '' : `${path}.`}${field ? key : '*'}`
  if (field) found.add(at)
  const child = field ?? shape.entries
  if (child) visit(value, child, { path: at, found })
}
