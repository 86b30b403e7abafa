import { expandWritten } from '../canonical/written.ts'
import type { Findings, Place } from '../context.ts'
import { type Mapping, mapping, type Node } from '../tree.ts'
import { composeFile } from '../validate/attributes.ts'
import { complete } from '../validate/complete.ts'
import { validate } from '../validate/validate.ts'
import { asWritten } from '../validate/written-shape.ts'
import { withoutVersion } from './combine-files.ts'
import { mergeWritten } from './merge-written.ts'
import { deletePaths, takeResets } from './resets.ts'
import { uniqueDocument } from './unique.ts'

/**
 * Phases 3 to 8 for documents whose variables are not filled in. They are merged in the forms in which they
 * are written, because a text that holds a variable cannot be taken apart.
 *
 * Undefined when there is no document at all.
 */
export function combineWritten(documents: readonly Node[], findings: Findings): Mapping | undefined {
  const place: Place = { path: [], findings }
  return documents.reduce<Mapping | undefined>(
    (combined, document) => addDocument(combined, document, place),
    undefined,
  )
}

function addDocument(combined: Mapping | undefined, document: Node, place: Place): Mapping | undefined {
  const shape = asWritten(composeFile)
  const { document: untagged, paths } = takeResets(document)
  const valid = untagged && validate(untagged, shape, place)
  if (valid?.kind !== 'mapping') return combined
  const base = deletePaths(combined ?? mapping(new Map(), valid.origin), paths)
  const merged = mergeWritten(base, withoutVersion(valid, place), place)
  const expanded = uniqueDocument(expandWritten(merged, place))
  const finished = complete(expanded, shape, place)
  return finished.kind === 'mapping' ? finished : expanded
}
