import { compareText } from '../context.ts'

/** Keys that JavaScript objects move to their front, whatever order they were given in. */
export const isIndex = (key: string): boolean => isDigitUnit(key.charCodeAt(0)) && /^(0|[1-9]\d*)$/.test(key)

/**
 * The entries of an object as Go's JSON encoder prints them. Records come sorted and structures in the order of
 * the specification; only whole numbers as keys were moved by the engine, and are brought back.
 */
export function jsonEntries<T>(object: Readonly<Record<string, T>>): [string, T][] {
  const entries = Object.entries(object)
  return entries.some(([key]) => isIndex(key)) ? entries.sort(([a], [b]) => compareText(a, b)) : entries
}

/**
 * The entries of an object as go-yaml prints them: the keys of a record in {@link compareNaturally its own order}.
 * A record is known by its sorted keys; where the keys of a structure are sorted too, both orders are the same.
 */
export function yamlEntries<T>(object: Readonly<Record<string, T>>): [string, T][] {
  const entries = jsonEntries(object)
  const isRecord = entries.every(([key], at) => at === 0 || (entries[at - 1]?.[0] ?? '') < key)
  return isRecord ? entries.sort(([a], [b]) => compareNaturally(a, b)) : entries
}

/**
 * The order of go-yaml: whole numbers inside by their value, `a9` before `a10`, and letters behind everything
 * else, unless a digit goes before.
 */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  let at = 0
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1
  const [one, other] = [left[at], right[at]]
  if (one === undefined || other === undefined) return left.length - right.length
  if (isLetter(one) && isLetter(other)) return compareCode(one, other)
  if (isLetter(one) || isLetter(other)) {
    const followsDigit = at > 0 && isDigit(left[at - 1] ?? '')
    return isLetter(one) === followsDigit ? -1 : 1
  }
  return compareNumbers(left, right, at) || compareCode(one, other)
}

// ASCII is judged by its codes: making the classes of Unicode takes longer than printing a project.
const isLetter = (char: string) => (isAscii(char) ? isLetterUnit(char.charCodeAt(0)) : /^\p{L}$/u.test(char))
const isDigit = (char: string) => (isAscii(char) ? isDigitUnit(char.charCodeAt(0)) : /^\p{Nd}$/u.test(char))
const isAscii = (char: string) => !(char.charCodeAt(0) > 127)
const isLetterUnit = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isDigitUnit = (code: number) => code >= 48 && code <= 57
const compareCode = (a: string, b: string) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)

/** Compares the numbers that begin, or go on, where two texts part; a shorter spelling goes first. */
function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
  const isInside = (left[at] === '0' || right[at] === '0') && followsNonZero(left, at)
  const [one, other] = [digitsFrom(left, at), digitsFrom(right, at)]
  const toNumber = (digits: string) => Number((isInside ? '1' : '') + digits)
  return toNumber(one) - toNumber(other) || one.length - other.length
}

function digitsFrom(text: readonly string[], at: number): string {
  const end = text.findIndex((char, index) => index >= at && !isDigit(char))
  return text.slice(at, end < 0 ? undefined : end).join('')
}

function followsNonZero(text: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isDigit(text[before] ?? ''); before -= 1) {
    if (text[before] !== '0') return true
  }
  return false
}
