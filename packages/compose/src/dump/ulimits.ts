import type { Ulimit } from '../project.ts'
import { type DumpFormat, type JsonObject, type JsonValue, mapRecord, omitEmpty } from './json.ts'

/** Limits as the reference prints them; it does not tell one number that is zero from two. */
export const dumpUlimits = (
  ulimits: Readonly<Record<string, Ulimit>> | undefined,
  format: DumpFormat,
): JsonObject | undefined => mapRecord(ulimits, (ulimit) => dumpUlimit(ulimit, format))

function dumpUlimit(limit: Ulimit, format: DumpFormat): JsonValue {
  if (typeof limit !== 'object' && Number(limit) !== 0) return limit
  const { soft, hard } = typeof limit === 'object' ? limit : { soft: limit, hard: limit }
  return format === 'json' ? omitEmpty({ soft, hard }) : { soft, hard }
}
