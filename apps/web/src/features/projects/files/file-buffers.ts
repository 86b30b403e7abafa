/** One file that is open for editing. */
export interface FileBuffer {
  readonly path: string
  /** As the server last gave or took it. */
  readonly saved: string
  /** As it stands in the editor. */
  readonly text: string
  readonly encoding: 'utf8' | 'base64'
  /** What the server has now, when somebody else changed a file that has changes here. */
  readonly theirs?: string | undefined
}

/** Open files by path. */
export type FileBuffers = Readonly<Record<string, FileBuffer>>

export const isChanged = (buffer: FileBuffer | undefined): boolean =>
  buffer !== undefined && buffer.text !== buffer.saved

export const changedPaths = (buffers: FileBuffers): readonly string[] =>
  Object.values(buffers)
    .filter(isChanged)
    .map(({ path }) => path)

export interface ReadFile {
  readonly path: string
  readonly content: string
  readonly encoding: 'utf8' | 'base64'
}

/**
 * After a file was read. Nothing that was typed is lost: where both sides changed, the other side's
 * text is put beside it.
 */
export function afterRead(buffers: FileBuffers, { path, content, encoding }: ReadFile): FileBuffers {
  const old = buffers[path]
  const fresh = { path, saved: content, text: content, encoding }
  if (old === undefined || !isChanged(old) || old.text === content) return { ...buffers, [path]: fresh }
  if (old.saved === content) return { ...buffers, [path]: { ...old, theirs: undefined } }
  return { ...buffers, [path]: { ...old, theirs: content } }
}

export function afterEdit(buffers: FileBuffers, path: string, text: string): FileBuffers {
  const old = buffers[path]
  return old === undefined ? buffers : { ...buffers, [path]: { ...old, text } }
}

/** After the server took `text`; what was typed since stays a change. */
export function afterSave(buffers: FileBuffers, path: string, text: string): FileBuffers {
  const old = buffers[path]
  return old === undefined ? buffers : { ...buffers, [path]: { ...old, saved: text, theirs: undefined } }
}

/** Ends a conflict: with my text, which then overwrites theirs, or with theirs. */
export function resolveConflict(buffers: FileBuffers, path: string, keep: 'mine' | 'theirs'): FileBuffers {
  const old = buffers[path]
  if (old?.theirs === undefined) return buffers
  const text = keep === 'mine' ? old.text : old.theirs
  return { ...buffers, [path]: { ...old, saved: old.theirs, text, theirs: undefined } }
}

export function afterDelete(buffers: FileBuffers, path: string): FileBuffers {
  const { [path]: _gone, ...rest } = buffers
  return rest
}
