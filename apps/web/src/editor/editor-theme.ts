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
  '.cm-tooltip': { boxShadow: '0 8px 24px rgb(0 0 0 / 0.16)' },
  '.cm-panels': { borderRadius: '0' },
  '.cm-tooltip-lint': { maxWidth: '34rem' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--berth-negative)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--berth-caution)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--berth-progress)' },
  '.cm-lintRange-error': wavy('var(--berth-negative)'),
  '.cm-lintRange-warning': wavy('var(--berth-caution)'),
  '.cm-lintRange-info': wavy('var(--berth-progress)'),
  '.cm-diagnosticText': { display: 'block', whiteSpace: 'pre-line' },
  '.cm-diagnosticAction': {
    margin: '4px 6px 2px 0',
    padding: '2px 8px',
    borderRadius: '5px',
    backgroundColor: 'var(--ui-bg-elevated)',
    border: '1px solid var(--berth-line)',
    color: 'var(--ui-text-highlighted)',
    fontSize: '12px',
    lineHeight: '18px',
  },
  '.cm-diagnosticAction:hover': { backgroundColor: 'var(--ui-bg-accented)' },
  '.cm-diagnosticSource': { fontSize: '11px', opacity: '1', color: 'var(--ui-text-dimmed)' },
  '.cm-tooltip.cm-tooltip-autocomplete': {
    overflow: 'hidden',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '15rem',
    minWidth: '18rem',
    maxWidth: 'min(34rem, 92vw)',
    fontFamily: 'var(--font-mono)',
    fontSize: '12.5px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: '6px',
    padding: '2px 8px',
    lineHeight: '20px',
    borderRadius: '4px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'color-mix(in oklab, var(--ui-primary) 18%, transparent)',
    color: 'var(--ui-text-highlighted)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--ui-primary)' },
  '.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '20px',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
    fontStyle: 'normal',
    color: 'var(--ui-text-dimmed)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail': { color: 'var(--ui-text)' },
  '.cm-hover-card': {
    maxWidth: 'min(30rem, 88vw)',
    padding: '8px 12px 9px',
    fontSize: '13px',
    lineHeight: '19px',
  },
  '.cm-hover-title': {
    fontFamily: 'var(--font-mono)',
    fontWeight: '600',
    color: 'var(--ui-text-highlighted)',
    marginBottom: '2px',
  },
  '.cm-hover-card code': {
    fontFamily: 'var(--font-mono)',
    fontSize: '12px',
    color: 'var(--ui-text-highlighted)',
  },
  '.cm-hover-facts': {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '12px',
    margin: '6px 0 0',
    fontSize: '12px',
  },
  '.cm-hover-facts dt': { color: 'var(--ui-text-muted)' },
  '.cm-hover-facts dd': { margin: '0', fontFamily: 'var(--font-mono)', overflowWrap: 'anywhere' },
  '.cm-hover-link': {
    display: 'inline-block',
    marginTop: '6px',
    fontSize: '12px',
    color: 'var(--ui-primary)',
  },
  '.cm-hover-link:hover': { textDecoration: 'underline' },
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
