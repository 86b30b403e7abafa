import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const frame = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ui-text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', padding: '10px 0' },
  '.cm-content': { padding: '0', caretColor: 'var(--ui-text-highlighted)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--ui-text-dimmed)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '34px', padding: '0 6px 0 8px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--berth-wash)' },
  '.cm-activeLineGutter': { color: 'var(--ui-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--ui-primary) 26%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ui-text-highlighted)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--ui-bg-accented)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--berth-surface)',
    border: '1px solid var(--berth-line)',
    borderRadius: '6px',
    color: 'var(--ui-text)',
    fontFamily: 'var(--font-sans)',
  },
  '.cm-panels': { borderRadius: '0' },
  '.cm-tooltip-lint': { maxWidth: '34rem' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--berth-negative)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--berth-caution)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--berth-progress)' },
  '.cm-lintRange-error': wavy('var(--berth-negative)'),
  '.cm-lintRange-warning': wavy('var(--berth-caution)'),
  '.cm-lintRange-info': wavy('var(--berth-progress)'),
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--ui-primary)',
    color: 'var(--ui-text-inverted)',
  },
})

function wavy(color: string) {
  return {
    backgroundImage: 'none',
    textDecoration: `underline wavy ${color}`,
    textDecorationThickness: '1.2px',
    textUnderlineOffset: '4px',
  }
}

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--berth-syntax-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--berth-syntax-text)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--berth-syntax-value)' },
  { tag: tags.comment, color: 'var(--ui-text-dimmed)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--ui-text-muted)' },
  { tag: [tags.typeName, tags.labelName], color: 'var(--berth-syntax-value)' },
])

/** The editor in the colours of the page; both themes through CSS variables. */
export const editorTheme = [frame, syntaxHighlighting(colors)]
