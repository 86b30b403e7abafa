/** What an editor of compose files asks for while somebody types. Pure and synchronous; never throws for a text. */
export { type Completion, type CompletionList, completeAt } from './editor/complete.ts'
export { type Definition, definitionAt } from './editor/definition.ts'
export type { EditorRequest } from './editor/editor-request.ts'
export { type Hover, type HoverFact, hoverAt } from './editor/hover.ts'
export { type Attribute, type AttributeUse, attributeUses, listAttributes } from './editor/list-attributes.ts'
export type { Stretch } from './editor/outline.ts'
export { type QuickFix, quickFixesFor } from './editor/quick-fixes.ts'
export { applyEdits, type TextEdit } from './editor/text-edit.ts'
