import type { Path } from '../tree.ts'
import { composeFile } from '../validate/attributes.ts'
import type { Shape } from '../validate/shape.ts'

/** What the table of attributes says about one place of a file. */
export interface Resolved {
  readonly shape: Shape
  /** Its path in the table of descriptions: `services.*.ports[]`. */
  readonly path: string
}

const topOfTable: Resolved = { shape: composeFile, path: '' }

/** Follows a path of a file through the table of attributes; undefined where the table knows nothing. */
export function resolveShape(path: Path): Resolved | undefined {
  let found: Resolved | undefined = topOfTable
  for (const part of path) {
    found = found && step(found, part)
  }
  return found
}

function step({ shape, path }: Resolved, part: string | number): Resolved | undefined {
  if (typeof part === 'number') return shape.list && { shape: shape.list, path: `${path}[]` }
  const prefix = path === '' ? '' : `${path}.`
  const field = shape.fields && Object.hasOwn(shape.fields, part) ? shape.fields[part] : undefined
  if (field) return { shape: field, path: `${prefix}${part}` }
  return shape.entries && { shape: shape.entries, path: `${prefix}*` }
}
