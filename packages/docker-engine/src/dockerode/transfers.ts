import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { Engine, FindRegistryAuth, PullOptions, TransferProgress } from '../engine.ts'
import { abortedBy, type Connection } from './connection.ts'
import { type ImageReference, parseImageReference } from './image-reference.ts'
import { inspectImage } from './images.ts'
import { readJsonLines } from './json-lines.ts'
import { type Attempt, engineRefusal } from './to-engine-error.ts'

/** What a registry is asked for, with the credentials for it. */
export const transferCalls = (
  { ask }: Connection,
  findAuth: FindRegistryAuth,
): Pick<Engine, 'pullImage' | 'pushImage' | 'resolveDigest'> => ({
  pullImage: (reference, options = {}) => {
    const attempt = { doing: `pull ${reference}${other('from', reference)}`, image: reference }
    const { signal, platform, registryAuth = findAuth } = options
    return ask(attempt, signal, async (docker) => {
      const parts = parseImageReference(reference)
      const credentials = await authOption(parts, registryAuth)
      const query = { fromImage: parts.name, tag: parts.digest ?? parts.tag, ...(platform && { platform }) }
      // createImage is what docker.pull calls after taking the reference apart.
      const stream = await docker.createImage({ ...query, ...credentials, ...abortedBy(signal) })
      await follow(stream as Readable, attempt, options)
      const { Id, RepoDigests } = await inspectImage(docker, reference, signal)
      return { id: Id, repoDigests: RepoDigests ?? [] }
    })
  },

  pushImage: (reference, options = {}) => {
    const attempt = { doing: `push ${reference}${other('to', reference)}`, image: reference }
    const { signal, registryAuth = findAuth } = options
    return ask(attempt, signal, async (docker) => {
      const parts = parseImageReference(reference)
      const credentials = await authOption(parts, registryAuth)
      const push = { tag: parts.tag, ...credentials, ...abortedBy(signal) }
      const stream = await docker.getImage(parts.name).push(push as Docker.ImagePushOptions)
      await follow(stream as Readable, attempt, options)
    })
  },

  resolveDigest: (reference, { signal, registryAuth = findAuth } = {}) => {
    const attempt = {
      doing: `resolve the digest of ${reference}${other('from', reference)}`,
      image: reference,
    }
    return ask(attempt, signal, async (docker) => {
      const parts = parseImageReference(reference)
      const credentials = await authOption(parts, registryAuth)
      const { Descriptor } = await docker.getImage(reference).distribution(credentials)
      return Descriptor.digest
    })
  },
})

/** The registry, where the name of the image does not begin with it. */
function other(word: 'from' | 'to', reference: string): string {
  const { registry } = parseImageReference(reference)
  return reference.startsWith(`${registry}/`) ? '' : ` ${word} ${registry}`
}

/** The Engine wants the header also when there are no credentials: `{}` says so. */
async function authOption({ registry }: ImageReference, findAuth: FindRegistryAuth) {
  return { authconfig: { ...(await findAuth(registry)) } } as Pick<Docker.ImagePushOptions, 'authconfig'>
}

/** A transfer that fails on the way tells so in a line of a reply that began with 200. */
async function follow(stream: Readable, attempt: Attempt, { onProgress }: PullOptions): Promise<void> {
  for await (const line of readJsonLines(stream)) {
    if (typeof line.error === 'string') throw engineRefusal(line.error, 500, attempt)
    const progress = toProgress(line)
    if (progress) onProgress?.(progress)
  }
}

function toProgress({ id, status, progressDetail }: Record<string, unknown>): TransferProgress | undefined {
  if (typeof id !== 'string' || typeof status !== 'string') return undefined
  const { current, total } = (progressDetail ?? {}) as { current?: number; total?: number }
  return {
    layer: id,
    status,
    ...(current !== undefined && { currentBytes: current }),
    ...(total !== undefined && total > 0 && { totalBytes: total }),
  }
}
