import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** What OWASP asks for at least. @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** Hashes a password with argon2id and a new salt. Returns a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await derive('argon2id', parametersOf(password, { ...cost, salt }))
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

/**
 * Whether `password` is the one that `phc` was made of, at the cost that `phc` states. Without one it
 * takes as long and answers no, so that nobody learns which names exist.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  const { salt, tag, ...stated } = parsePhc(phc ?? nobody)
  const actual = await derive('argon2id', parametersOf(password, { ...stated, salt, tagLength: tag.length }))
  return timingSafeEqual(actual, tag) && phc !== undefined
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(32))}`

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly tagLength: number
  readonly salt: Buffer
}

const parametersOf = (password: string, { salt, ...rest }: Cost): Argon2Parameters => ({
  message: password.normalize('NFKC'),
  nonce: salt,
  ...rest,
})

function parsePhc(phc: string): Omit<Cost, 'tagLength'> & { tag: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  if (match === null) throw new Error('A stored password hash is not an argon2id PHC string')
  const [, memory, passes, parallelism, salt = '', tag = ''] = match
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}
