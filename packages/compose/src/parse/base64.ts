const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The UTF-8 text that is written in base 64; undefined when it is none. Line ends in it do not count. */
export function decodeBase64(written: string): string | undefined {
  const digits = written.replaceAll(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(digits)) return undefined
  let escaped = ''
  let bits = 0
  let count = 0
  for (const digit of digits.replaceAll('=', '')) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xff_ff
    count += 6
    if (count < 8) continue
    count -= 8
    escaped += `%${((bits >> count) & 0xff).toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}
