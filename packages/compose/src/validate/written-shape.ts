import * as format from './formats.ts'
import type { FormatCheck, Shape } from './shape.ts'

/** Formats that hold for a text whose variables are not filled in; no other format is asked of such a text. */
const formats = new Map<FormatCheck | undefined, FormatCheck>([
  ...[
    format.allGpus,
    format.bindRecursion,
    format.cgroupNamespace,
    format.containerName,
    format.dependencyCondition,
    format.ipAddress,
    format.mountType,
    format.nonEmptyPath,
    format.selinuxMode,
    format.updateOrder,
    format.watchAction,
  ].map((check): [FormatCheck, FormatCheck] => [check, check]),
  [format.pullPolicy, holding(/always|never|build|missing|refresh|daily|weekly/, format.pullPolicy)],
])

/** With a variable in it, it is enough that a text holds something that fits. */
function holding(pattern: RegExp, check: FormatCheck): FormatCheck {
  return (text, type) => (text.includes('$') && pattern.test(text) ? undefined : check(text, type))
}

const shapes = new WeakMap<Shape, Shape>()

/**
 * What may stand at a place before variables are filled in: texts are not cast, and only the formats are
 * checked that the reference checks too.
 */
export function asWritten(shape: Shape): Shape {
  const known = shapes.get(shape)
  if (known !== undefined) return known
  const { as: _, format: check, list, fields, entries, alsoAsWritten, scalars = [], ...rest } = shape
  const kept = formats.get(check)
  const written: Shape = {
    ...rest,
    scalars: alsoAsWritten ? [...scalars, alsoAsWritten] : scalars,
    ...(kept && { format: kept }),
    ...(list && { list: asWritten(list) }),
    ...(fields && { fields: mapShapes(fields) }),
    ...(entries && { entries: asWritten(entries) }),
  }
  shapes.set(shape, written)
  return written
}

const mapShapes = (fields: NonNullable<Shape['fields']>) =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, asWritten(field)]))
