const pattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?(Z|[-+]\d{2}:\d{2})?)?$/

/**
 * The point in time that go-yaml v3 reads from an unquoted text, as it prints it; undefined when it is a text. A zone
 * stands behind a time that begins with a T, and only there.
 *
 * @see https://yaml.org/type/timestamp.html
 */
export function readTimestamp(text: string): string | undefined {
  const found = pattern.exec(text)
  if (found === null) return undefined
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone] =
    found
  const hasTime = found[4] !== undefined
  const isSpaced = text.includes(' ')
  if (hasTime && isSpaced !== (zone === undefined)) return undefined
  if (!isDay(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const two = (digits: string) => digits.padStart(2, '0')
  const part = fraction.slice(0, 9).replace(/0+$/, '')
  const time = `${two(hour)}:${two(minute)}:${two(second)}${part === '' ? '' : `.${part}`}`
  return `${year}-${two(month)}-${two(day)}T${time}${zone === undefined || zone === '+00:00' ? 'Z' : zone}`
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
