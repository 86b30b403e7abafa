import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Bytes of a key of AES-256. */
export const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/** Encrypts what must not be readable in the database or in a backup of it. */
export interface Seal {
  /** Tells keys apart and gives nothing of them away; everything that is sealed begins with it. */
  readonly keyId: string
  /** @param place What the text belongs to: it opens there only, so that sealed values cannot be swapped. */
  seal(text: string, place: string): string
  /** Equal for equal texts; nobody can tell without the key which text it is of. */
  fingerprint(text: string): string
  /** @throws {@link SealError} when it was sealed with another key, for another place, or was changed. */
  open(sealed: string, place: string): string
}

/** Something that is sealed cannot be opened. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/**
 * AES-256-GCM with a random nonce each time: sealing the same text twice gives two different results.
 *
 * @param key {@link keyBytes} long.
 */
export function createSeal(key: Buffer): Seal {
  const keyId = createHmac('sha256', key).update('berth key id').digest('base64url').slice(0, 12)
  return {
    keyId,
    seal(text, place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
      const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${keyId}.${Buffer.concat(parts).toString('base64url')}`
    },
    fingerprint: (text) => createHmac('sha256', key).update(`fingerprint ${text}`).digest('base64url'),
    open(sealed, place) {
      if (keyIdOf(sealed) !== keyId) throw new SealError(`${place} was sealed with another key.`)
      const bytes = Buffer.from(sealed.slice(keyId.length + 1), 'base64url')
      if (bytes.length < ivBytes + tagBytes) throw new SealError(`What is sealed for ${place} is cut short.`)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-tagBytes))
      try {
        const text = decipher.update(bytes.subarray(ivBytes, -tagBytes))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch (error) {
        throw new SealError(`What is sealed for ${place} was changed, or belongs elsewhere.`, {
          cause: error,
        })
      }
    },
  }
}

/** The key that something was sealed with. */
export const keyIdOf = (sealed: string): string => sealed.split('.', 1)[0] ?? ''
