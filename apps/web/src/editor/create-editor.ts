import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { editorTheme } from './editor-theme.ts'

export interface EditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  /** Decides the language. */
  readonly path: string
  readonly label: string
  readonly isReadOnly: boolean
  /** Shown while there is no text. */
  readonly example: string
  /** What the caller adds. */
  readonly extension: Extension
  onChange(text: string): void
  onSave(): void
}

/** A CodeMirror editor. Tab indents; Escape and then Tab leaves it. The caller destroys it. */
export function createEditor(options: EditorOptions): EditorView {
  return new EditorView({ parent: options.parent, state: createState(options) })
}

function createState({
  text,
  path,
  label,
  isReadOnly,
  example,
  extension,
  onChange,
  onSave,
}: EditorOptions): EditorState {
  const save = () => {
    onSave()
    return true
  }
  return EditorState.create({
    doc: text,
    extensions: [
      basics,
      language(path),
      editorTheme,
      extension,
      placeholder(example),
      EditorState.readOnly.of(isReadOnly),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString())
      }),
      keymap.of([{ key: 'Mod-s', run: save, preventDefault: true }]),
    ],
  })
}

const basics: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  foldGutter(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  search({ top: true }),
  lintGutter(),
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
]

const language = (path: string): Extension => (/\.ya?ml$/i.test(path) ? yaml() : [])
