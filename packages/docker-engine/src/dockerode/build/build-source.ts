import { readFile } from 'node:fs/promises'
import path from 'node:path'
import dockerignore from '@balena/dockerignore'
import type { BuildImage } from '../../engine.ts'
import { EngineError } from '../../errors.ts'
import type { ContextFilter } from './context-files.ts'

/** What a build reads: the context folder, and the Dockerfile, which may lie elsewhere or nowhere. */
export interface BuildSource {
  readonly context: string
  /** Base name, as it appears in the build's output. */
  readonly dockerfileName: string
  /** Files that BuildKit finds beside the Dockerfile, by base name. */
  readonly dockerfileFolder: ReadonlyMap<string, Buffer>
  readonly ignore: Pick<ContextFilter, 'isIgnored' | 'mayHoldKept'>
}

/**
 * Reads the Dockerfile and its `.dockerignore`: `<Dockerfile>.dockerignore` beside it wins over the one in
 * the context.
 *
 * Rejects with `ENGINE_BUILD_FAILED` when the Dockerfile cannot be read.
 */
export async function readBuildSource(request: BuildImage): Promise<BuildSource> {
  const { context, dockerfile = 'Dockerfile', dockerfileInline } = request
  const file = path.resolve(context, dockerfile)
  const dockerfileName = dockerfileInline === undefined ? path.basename(file) : 'Dockerfile'
  const content = dockerfileInline === undefined ? await readDockerfile(file) : Buffer.from(dockerfileInline)

  const ownIgnore = dockerfileInline === undefined ? await readOptional(`${file}.dockerignore`) : undefined
  const ignoreText = ownIgnore ?? (await readOptional(path.join(context, '.dockerignore')))
  return {
    context,
    dockerfileName,
    dockerfileFolder: new Map([
      [dockerfileName, content],
      ...(ownIgnore ? [[`${dockerfileName}.dockerignore`, ownIgnore] as const] : []),
    ]),
    ignore: toIgnore(ignoreText?.toString('utf8') ?? ''),
  }
}

// Its types describe an ES module; it is a CommonJS one whose export is the function itself.
const newIgnore = dockerignore as unknown as typeof dockerignore.default

function toIgnore(text: string): BuildSource['ignore'] {
  const rules = newIgnore({ ignorecase: false }).add(text)
  return { isIgnored: (file) => rules.ignores(file), mayHoldKept: /^\s*!/m.test(text) }
}

async function readDockerfile(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new EngineError('ENGINE_BUILD_FAILED', `Could not build: cannot read ${file}`, {
      cause,
      fix: 'Check `context` and `dockerfile`; the second is looked up in the first.',
      details: { dockerfile: file },
    })
  }
}

async function readOptional(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
