import type { Ulimit } from '../project.ts'
import { type DumpFormat, type JsonObject, type JsonValue, mapRecord, omitEmpty } from './json.ts'

/** Limits as the reference prints them; it does not tell one number that is zero from two. */
export const dumpUlimits = (
  ulimits: Readonly<Record<string, Ulimit>> | undefined,
  format: DumpFormat,
): JsonObject | undefined => mapRecord(ulimits, (ulimit) => dumpUlimit(ulimit, format))

function dumpUlimit(ulimit: Ulimit, format: DumpFormat): JsonValue {
  if (typeof ulimit === 'number' && ulimit !== 0) return ulimit
  const { soft, hard } = typeof ulimit === 'number' ? { soft: 0, hard: 0 } : ulimit
  return format === 'yaml' ? { soft, hard } : omitEmpty({ soft, hard })
}
