import path from 'node:path'
import type { BuildImage } from '../../../engine.ts'
import { readDockerfile, readOptional } from './dockerfile.ts'
import { type IgnoreRules, toIgnoreRules } from './ignore-rules.ts'

/** What a build reads: where the Dockerfile's frontend is told to look, and what the client serves for it. */
export interface BuildInputs {
  /** Options of the frontend. */
  readonly options: Readonly<Record<string, string>>
  /** What BuildKit may ask the client for, by the name it asks with. */
  readonly folders: ReadonlyMap<string, ServedFolder>
}

/** A folder of this machine without what its rules leave out, or files that are held in memory, by name. */
export type ServedFolder =
  | { readonly kind: 'folder'; readonly root: string; readonly ignore: IgnoreRules }
  | { readonly kind: 'contents'; readonly files: ReadonlyMap<string, Buffer> }

/** Whether BuildKit fetches a context itself: a git repository or an archive behind a URL. */
const isRemoteContext = (context: string): boolean => !path.isAbsolute(context)

/**
 * Reads the Dockerfile and the rules of `.dockerignore` files: `<Dockerfile>.dockerignore` beside it wins
 * over the one in the context. Of the contexts themselves nothing is read before BuildKit asks.
 *
 * Rejects with `ENGINE_BUILD_FAILED` when the Dockerfile cannot be read.
 */
export async function readBuildInputs(request: BuildImage): Promise<BuildInputs> {
  const dockerfile = await readDockerfile(request)
  const isRemote = isRemoteContext(request.context)
  const named = await readNamedContexts(request)
  const folders = new Map<string, ServedFolder>(named.folders)
  if (dockerfile.files !== undefined) folders.set('dockerfile', { kind: 'contents', files: dockerfile.files })
  if (!isRemote) folders.set('context', await readContext(request.context, dockerfile.ignore))
  return {
    options: {
      filename: dockerfile.name,
      ...(isRemote && { context: request.context }),
      // With a remote context the Dockerfile would be looked for in there.
      ...(isRemote && dockerfile.files !== undefined && { dockerfilekey: 'dockerfile' }),
      ...named.options,
    },
    folders,
  }
}

async function readContext(root: string, own?: Buffer): Promise<ServedFolder> {
  const text = own ?? (await readOptional(path.join(root, '.dockerignore')))
  return { kind: 'folder', root, ignore: toIgnoreRules(text?.toString('utf8') ?? '') }
}

async function readNamedContexts({ contexts = {} }: BuildImage): Promise<BuildInputs> {
  const folders = new Map<string, ServedFolder>()
  const options: Record<string, string> = {}
  for (const [name, place] of Object.entries(contexts)) {
    options[`context:${name}`] = isRemoteContext(place) ? place : `local:${localName(name)}`
    if (!isRemoteContext(place)) folders.set(localName(name), await readContext(place))
  }
  // An Engine that knows no named contexts refuses; without this it would build without them.
  const caps = Object.keys(contexts).length > 0 && {
    'frontend.caps': 'moby.buildkit.frontend.contexts+forward',
  }
  return { options: { ...caps, ...options }, folders }
}

/** These two names are taken. */
const localName = (name: string) => (name === 'context' || name === 'dockerfile' ? `_${name}` : name)
