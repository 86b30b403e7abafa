import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BuildImage } from '../../../engine.ts'
import { EngineError } from '../../../errors.ts'

/** A Dockerfile as the frontend of BuildKit finds it. */
export interface Dockerfile {
  /** Its name among `files`, or in the remote context; as it appears in the build's output. */
  readonly name: string
  /** The file, and the ignore file that goes with it alone. Absent: it lies in a remote context. */
  readonly files?: ReadonlyMap<string, Buffer>
  /** The text of that ignore file. */
  readonly ignore?: Buffer
}

/** Finds the Dockerfile of a build: written in the request, on this machine, or in a remote context. */
export async function readDockerfile(request: BuildImage): Promise<Dockerfile> {
  const { context, dockerfile = 'Dockerfile', dockerfileInline } = request
  if (dockerfileInline !== undefined) {
    return { name: 'Dockerfile', files: new Map([['Dockerfile', Buffer.from(dockerfileInline)]]) }
  }
  if (!path.isAbsolute(context) && !path.isAbsolute(dockerfile)) return { name: dockerfile }
  const file = path.resolve(context, dockerfile)
  const content = await readNamed(file)
  const ignore = await readOptional(`${file}.dockerignore`)
  const name = path.basename(file)
  return {
    name,
    files: new Map([[name, content], ...(ignore ? [[`${name}.dockerignore`, ignore] as const] : [])]),
    ...(ignore && { ignore }),
  }
}

async function readNamed(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    // As `docker build` does: the name it has by default may be written small.
    const small =
      path.basename(file) === 'Dockerfile' ? path.join(path.dirname(file), 'dockerfile') : undefined
    const found = small === undefined ? undefined : await readOptional(small)
    if (found !== undefined) return found
    throw new EngineError('ENGINE_BUILD_FAILED', `Could not build: cannot read ${file}`, {
      cause,
      fix: 'Check `context` and `dockerfile`; the second is looked up in the first.',
      details: { dockerfile: file },
    })
  }
}

/** The content of a file; undefined when it does not exist. */
export async function readOptional(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
