import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Whether `hex` is the HMAC-SHA256 of the parts. In constant time. */
export function isSigned(parts: readonly (string | Buffer)[], secret: string, hex: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false
  const hmac = createHmac('sha256', secret)
  for (const part of parts) hmac.update(part)
  return timingSafeEqual(hmac.digest(), Buffer.from(hex, 'hex'))
}

/** Whether a sender showed the secret itself. In constant time, whatever its length. */
export const isSecret = (shown: string, secret: string): boolean =>
  timingSafeEqual(digest(shown), digest(secret))

/** Names a delivery whose sender gives it no name: the same text again is the same delivery. */
export const nameOfBody = (body: Buffer): string => digest(body).toString('hex')

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest()
