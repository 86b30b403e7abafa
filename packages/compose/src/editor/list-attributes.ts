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

/** An attribute that a file sets. */
export interface AttributeUse {
  /** As {@link listAttributes} has it. */
  readonly path: string
  /** The same with the keys of the file: `services.web.ports[].target`. */
  readonly at: string
  readonly value: unknown
}

/**
 * The attributes that a file sets, as far as its data tells without expanding short forms. Pure.
 *
 * @param data A document as plain data.
 */
export function attributeUses(data: unknown): AttributeUse[] {
  const found: AttributeUse[] = []
  visit(data, composeFile, { path: '', at: '', found })
  return found
}

interface Visit {
  readonly path: string
  readonly at: string
  readonly found: AttributeUse[]
}

function visit(data: unknown, shape: Shape, { path, at, found }: Visit): void {
  if (Array.isArray(data)) {
    const { list } = shape
    if (list) for (const item of data) visit(item, list, { path: `${path}[]`, at: `${at}[]`, found })
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) visitEntry(key, value, { shape, path, at, found })
  }
}

function visitEntry(key: string, value: unknown, parent: Visit & { readonly shape: Shape }) {
  const { shape, found } = parent
  const field = shape.fields && Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
  const child = field ?? shape.entries
  const path = join(parent.path, field ? key : '*')
  const at = join(parent.at, key)
  if (field) found.push({ path, at, value })
  if (child) visit(value, child, { path, at, found })
}

const join = (parent: string, key: string) => (parent === '' ? key : `${parent}.${key}`)
