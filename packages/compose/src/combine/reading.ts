import { canonicalize, canonicalizeMerged } from '../canonical/canonical.ts'
import { expandWritten } from '../canonical/written.ts'
import type { Place } from '../context.ts'
import { type Interpolation, interpolate } from '../interpolate/interpolate.ts'
import type { Mapping, Node } from '../tree.ts'
import { composeFile } from '../validate/attributes.ts'
import type { Shape } from '../validate/shape.ts'
import { asWritten } from '../validate/written-shape.ts'
import { mergeDocuments } from './merge.ts'
import { mergeWritten } from './merge-written.ts'
import { uniqueDocument } from './unique.ts'

/** How a document is understood: with its variables filled in, or as it is written. */
export interface Reading {
  readonly fill: (document: Node) => Node
  readonly shape: Shape
  /** Makes short forms long, where that can be done before documents are joined. Needs a validated document. */
  readonly expand: (document: Mapping, place: Place) => Mapping
  /** Puts a document over another; what is said twice is there once. */
  readonly merge: (base: Mapping, over: Mapping, place: Place) => Mapping
  /** Makes the remaining short forms long, once a document is merged over those before it. */
  readonly settle: (document: Mapping, place: Place) => Mapping
}

/** Documents with their variables filled in. */
export const filledIn = (run: Interpolation): Reading => ({
  fill: (document) => interpolate(document, [], run),
  shape: composeFile,
  expand: canonicalize,
  merge: (base, over, place) => uniqueDocument(mergeDocuments(base, over, place)),
  settle: canonicalizeMerged,
})

let fileAsWritten: Shape | undefined

/**
 * Documents whose variables are not filled in. They are merged in the forms in which they are written, because
 * a text that holds a variable cannot be taken apart.
 */
export const written: Reading = {
  fill: (document) => document,
  // Made when it is first asked for: few ask, and it takes as long as a small file does.
  get shape() {
    fileAsWritten ??= asWritten(composeFile)
    return fileAsWritten
  },
  expand: (document) => document,
  merge: (base, over, place) => uniqueDocument(expandWritten(mergeWritten(base, over, place), place)),
  settle: (document) => document,
}
