import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { BuildImage, BuildOptions } from '../../engine.ts'
import { EngineError } from '../../errors.ts'
import { abortedBy } from '../connection.ts'
import { readJsonLines } from '../json-lines.ts'
import type { FindRegistryAuth } from '../registry-auth.ts'
import { engineRefusal } from '../to-engine-error.ts'
import { type BuildProgress, followBuild } from './build-progress.ts'
import { readBuildSource } from './build-source.ts'
import { codecs } from './messages.ts'
import { openBuildSession } from './session.ts'

/** Builds one image with BuildKit and resolves with its id. Aborting ends the build on the Engine too. */
export async function buildImage(
  docker: Docker,
  request: BuildImage,
  { findAuth, signal, onEvent }: BuildOptions & { readonly findAuth: FindRegistryAuth },
): Promise<{ id: string }> {
  const source = await readBuildSource(request)
  const session = await openBuildSession(docker, source, { findAuth, signal })
  try {
    const query = { ...queryOf(request), dockerfile: source.dockerfileName, session: session.id }
    // No file: the context goes over the session. `_query` keeps the options out of the body.
    const options: object = { _query: query, _body: {}, ...abortedBy(signal) }
    const stream = await docker.buildImage(undefined as unknown as string, options)
    return { id: await readBuild(stream as Readable, request, onEvent) }
  } finally {
    session.close()
  }
}

/** @see https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Image/operation/ImageBuild */
function queryOf({ tags, args, labels, target, noCache, pull, network, platform }: BuildImage) {
  return {
    // A number: for the text dockerode would open a session of its own.
    version: 2,
    remote: 'client-session',
    t: [...tags],
    ...(args && { buildargs: args }),
    ...(labels && { labels }),
    ...(target && { target }),
    ...(noCache && { nocache: 1 }),
    ...(pull && { pull: 1 }),
    ...(network && { networkmode: network }),
    ...(platform && { platform }),
  }
}

async function readBuild(
  stream: Readable,
  request: BuildImage,
  onEvent: BuildOptions['onEvent'],
): Promise<string> {
  const progress = followBuild()
  let id = ''
  for await (const line of readJsonLines(stream)) {
    if (typeof line.error === 'string') throw buildFailure(line.error, request, progress)
    // Safe: what these two lines carry since BuildKit came to the Engine (18.09).
    if (line.id === 'moby.image.id') id = (line.aux as { ID: string }).ID
    if (line.id !== 'moby.buildkit.trace' || typeof line.aux !== 'string') continue
    const status = codecs.status.decode(Buffer.from(line.aux, 'base64'))
    for (const event of progress.add(status)) onEvent?.(event)
  }
  if (!id) throw buildFailure('the Engine ended the build without an image', request, progress)
  return id
}

function buildFailure(words: string, { tags, context }: BuildImage, progress: BuildProgress): EngineError {
  const step = progress.failedStep()
  const what = tags[0] ?? context
  const where = step ? `${step.name}: ` : ''
  // BuildKit's words for a base image that cannot be had are the same as a pull's.
  const { code, fix } = engineRefusal(words, 500, { doing: 'build' })
  return new EngineError('ENGINE_BUILD_FAILED', `Could not build ${what}: ${where}${words}`, {
    fix: code === 'ENGINE_REFUSED' ? 'Mend the step that failed; its output says why.' : fix,
    details: { image: what, ...(step && { step: step.name, output: step.output }) },
  })
}
