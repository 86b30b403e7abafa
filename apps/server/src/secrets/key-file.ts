import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createSeal, keyBytes, keyIdOf, type Seal } from './seal.ts'

/** The key cannot be used. The message says what to do. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
}

/**
 * The seal of the key in `file`, which is made when there is none. Synchronous; to be called at the start.
 *
 * @param sealedWith Something that each key sealed which the database knows, in whatever order.
 * @throws {@link KeyError} when the key is missing or another although something is sealed, when others can
 *   read it, or when the file holds no key.
 */
export function openKeyFile(file: string, sealedWith: readonly string[]): Seal {
  const key = readKey(file)
  if (key === undefined) {
    if (sealedWith.length > 0) throw missing(file)
    return createSeal(makeKey(file))
  }
  const seal = createSeal(key)
  if (sealedWith.some((sealed) => keyIdOf(sealed) !== seal.keyId)) throw wrong(file)
  return seal
}

function readKey(file: string): Buffer | undefined {
  const descriptor = openIfThere(file)
  if (descriptor === undefined) return undefined
  try {
    const { mode } = fstatSync(descriptor)
    if ((mode & 0o077) !== 0) throw readable(file, mode)
    const text = readFileSync(descriptor, 'utf8').trim()
    const key = Buffer.from(text, 'base64')
    if (key.length !== keyBytes || key.toString('base64') !== text) throw unusable(file)
    return key
  } finally {
    closeSync(descriptor)
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** On the disk before anything is sealed with it. */
function makeKey(file: string): Buffer {
  const key = randomBytes(keyBytes)
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(descriptor, `${key.toString('base64')}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return key
}

const restore = 'Restore it from the backup that the database is from.'

const missing = (file: string) =>
  new KeyError(
    `The key file ${file} is missing, and the database holds secrets that only it opens. ${restore}`,
  )

const wrong = (file: string) =>
  new KeyError(
    `The key in ${file} is not the one that the secrets in the database were sealed with. ${restore}`,
  )

const unusable = (file: string) => new KeyError(`The file ${file} does not hold a key. ${restore}`)

const readable = (file: string, mode: number) =>
  new KeyError(
    `Others can read the key file ${file}: its mode is ${(mode & 0o777).toString(8).padStart(4, '0')}. Run chmod 600 ${file}; if somebody may have read it, change your secrets.`,
  )
