import { type Mask, masked, maskTexts } from '../secrets/masks.ts'

/** Keys whose values may be secrets, or hold some: passwords, variables, texts of files. */
const secret =
  /pass|secret|token|credential|authorization|private|key|^(old|new|value|text|content|environment|env)$/i

/** Longest text that is kept of one entry. */
const mostLetters = 8_000

/**
 * What somebody sent, or what was there, as JSON without secrets; undefined for nothing. Of what is too long only how
 * long it is.
 */
export function maskInput(input: unknown, mask: Mask): string | undefined {
  if (input === undefined || input === null) return undefined
  // An upload, or a delivery that is signed byte for byte.
  if (Buffer.isBuffer(input)) return JSON.stringify({ bytes: input.length })
  const text = JSON.stringify(maskTexts(withoutSecrets(input), mask))
  if (text === '{}') return undefined
  return text.length <= mostLetters ? text : JSON.stringify({ letters: text.length })
}

function withoutSecrets(value: unknown, name = ''): unknown {
  if (secret.test(name) && typeof value !== 'boolean' && typeof value !== 'number') return masked
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]))
}
