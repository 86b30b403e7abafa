import type { ValueOrigin } from '@berth/compose'
import type { FindingOrigin } from './finding.ts'
import type { ReviewContext } from './review.ts'

/**
 * Finds where the files say what a finding is about, from the places of all values: below the attribute, the value
 * that the message tells, else the first; where the attribute is nowhere, what is above it.
 */
export function originFinder(values: readonly ValueOrigin[]): NonNullable<ReviewContext['originOf']> {
  const find = (path: readonly string[], message: string): FindingOrigin | undefined => {
    if (path.length === 0) return undefined
    const own = values.filter((value) => path.every((key, index) => String(value.path[index]) === key))
    if (own.length === 0) return find(path.slice(0, -1), message)
    const told = own
      .filter(({ value }) => textOf(value).length > 1 && message.includes(textOf(value)))
      .toSorted((a, b) => textOf(b.value).length - textOf(a.value).length)
    const { range } = told[0] ?? own.toSorted((a, b) => a.range.line - b.range.line)[0] ?? {}
    return range && { file: range.file, line: range.line, column: range.column }
  }
  return find
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
