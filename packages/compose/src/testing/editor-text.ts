import type { EditorRequest } from '../editor/editor-request.ts'

/** A text with its cursor, which a `|` marks, as a request for one file in /app. */
export interface MarkedText {
  readonly request: EditorRequest
  readonly position: number
}

/** Reads a text with one `|` in it; further files are given by name. Throws when there is no mark. */
export function markedText(marked: string, others: Readonly<Record<string, string>> = {}): MarkedText {
  const position = marked.indexOf('|')
  if (position < 0) throw new Error(`No cursor in: ${marked}`)
  const text = marked.slice(0, position) + marked.slice(position + 1)
  return { request: editorRequest({ 'compose.yaml': text, ...others }), position }
}

/** Files in /app by name; the cursor is in compose.yaml. */
export function editorRequest(texts: Readonly<Record<string, string>>): EditorRequest {
  return {
    file: '/app/compose.yaml',
    sources: new Map(Object.entries(texts).map(([name, text]) => [`/app/${name}`, text])),
    files: ['/app/compose.yaml'],
    workingDir: '/app',
    environment: {},
  }
}
