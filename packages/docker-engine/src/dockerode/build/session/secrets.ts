import { readFile } from 'node:fs/promises'
import grpc from '@grpc/grpc-js'
import type { BuildSecret } from '../../../engine.ts'
import { EngineError } from '../../../errors.ts'
import { sessionCodecs } from '../rpc/session-messages.ts'
import { type SessionService, unary } from './service.ts'

/** Gives BuildKit the secrets of a build, by id; of another id it is told that there is none. */
export const secretService = (secrets: ReadonlyMap<string, Buffer>): SessionService => ({
  definition: {
    GetSecret: unary(
      '/moby.buildkit.secrets.v1.Secrets/GetSecret',
      sessionCodecs.secretRequest,
      sessionCodecs.secret,
    ),
  },
  implementation: { GetSecret: answer(secrets) },
})

function answer(secrets: ReadonlyMap<string, Buffer>): grpc.handleUnaryCall<{ ID: string }, object> {
  return ({ request }, done) => {
    const data = secrets.get(request.ID)
    if (data !== undefined) done(null, { data })
    else done({ code: grpc.status.NOT_FOUND, details: `the build was given no secret ${request.ID}` })
  }
}

/** As much as BuildKit takes. */
const maxBytes = 500 * 1024

/**
 * Reads all secrets before the build begins, so that a file that is not there fails the build rather than leave a
 * secret empty.
 *
 * Rejects with `ENGINE_BUILD_FAILED` when one cannot be read, or is larger than BuildKit takes.
 */
export async function readSecrets(secrets: readonly BuildSecret[] = []): Promise<Map<string, Buffer>> {
  const read = new Map<string, Buffer>()
  for (const secret of secrets) read.set(secret.id, await readSecret(secret))
  return read
}

async function readSecret(secret: BuildSecret): Promise<Buffer> {
  const content = 'file' in secret ? await readSecretFile(secret.id, secret.file) : Buffer.from(secret.read())
  if (content.length <= maxBytes) return content
  throw new EngineError(
    'ENGINE_BUILD_FAILED',
    `Could not build: secret ${secret.id} has ${content.length} bytes, and BuildKit takes ${maxBytes}`,
    { fix: 'Give the build a smaller secret; large files belong into its context.' },
  )
}

async function readSecretFile(id: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new EngineError(
      'ENGINE_BUILD_FAILED',
      `Could not build: the file of secret ${id} cannot be read: ${file} (${code})`,
      { cause, fix: 'Make the file, or correct the `file` of the secret.', details: { file } },
    )
  }
}
