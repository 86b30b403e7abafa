import {
  completeAt,
  type Definition,
  definitionAt,
  type EditorRequest,
  hoverAt,
  type Completion as Offer,
} from '@berth/compose/editor'
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap } from '@codemirror/view'
import { hoverCard } from './hover-card.ts'
import { type ProjectFiles, toEditorRequest, toRelative } from './project-files.ts'

export interface ComposeLanguageOptions {
  /** The file in the editor, relative to the project folder. */
  readonly path: string
  /** The project's files as they are now. */
  files(): ProjectFiles
  /** Shows a place of another file; line and column count from 1. */
  open(path: string, line: number, column: number): void
}

/**
 * What helps to write a compose file: completion, hover cards, and going to definitions with F12 or a click
 * while Ctrl or Cmd is held.
 */
export function composeLanguage(options: ComposeLanguageOptions): Extension {
  const requestOf = (text: string): EditorRequest =>
    toEditorRequest(options.path, { ...options.files(), [options.path]: text })
  const goToDefinition = (view: EditorView, position: number): boolean => {
    const request = requestOf(view.state.doc.toString())
    const found = definitionAt(request, position)
    if (found === undefined) return false
    show(view, found, { request, options })
    return true
  }
  return [
    autocompletion({
      override: [(context) => complete(context, requestOf(context.state.doc.toString()))],
      icons: false,
    }),
    hoverTooltip((view, position) => {
      const hover = hoverAt(requestOf(view.state.doc.toString()), position)
      if (hover === undefined) return null
      return { pos: hover.start, end: hover.end, above: true, create: () => ({ dom: hoverCard(hover) }) }
    }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      { key: 'F12', run: (view) => goToDefinition(view, view.state.selection.main.head) },
    ]),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false
        const position = view.posAtCoords({ x: event.clientX, y: event.clientY })
        return position !== null && goToDefinition(view, position)
      },
    }),
  ]
}

function complete({ pos, explicit }: CompletionContext, request: EditorRequest): CompletionResult | null {
  const { start, end, items } = completeAt(request, pos)
  const text = request.sources.get(request.file) ?? ''
  const typed = text.slice(start, pos)
  // Nobody asked: a list over nothing that was typed would take the Enter that is meant for the text.
  const isWanted = explicit || typed !== '' || text[start - 1] === '{'
  const isDone = !explicit && items.some((item) => item.label === typed && item.text.trim() === typed)
  if (!isWanted || isDone || items.length === 0) return null
  return { from: start, to: end, options: items.map(toOption), validFor: /^[\w.-]*$/ }
}

function toOption({ label, kind, detail, text }: Offer, index: number): Completion {
  return {
    label,
    ...(detail !== undefined && { detail }),
    // The service has sorted them; the list would by name.
    boost: Math.max(99 - index, -99),
    apply: (view, completion, from, to) => {
      view.dispatch({ ...insertCompletionText(view.state, text, from, to), scrollIntoView: true })
      if (kind === 'key' && /\s$/.test(text)) startCompletion(view)
      return completion
    },
  }
}

interface Showing {
  readonly request: EditorRequest
  readonly options: ComposeLanguageOptions
}

function show(view: EditorView, { file, start, end }: Definition, { request, options }: Showing) {
  if (file === request.file) {
    view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true })
    return
  }
  const before = (request.sources.get(file) ?? '').slice(0, start).split('\n')
  options.open(toRelative(file), before.length, (before.at(-1) ?? '').length + 1)
}
