import { canonicalize } from '../canonical/canonical.ts'
import type { Place } from '../context.ts'
import { type Interpolation, interpolate } from '../interpolate/interpolate.ts'
import { type Entry, type Mapping, mapping, type Node, withoutEntry } from '../tree.ts'
import { composeFile } from '../validate/attributes.ts'
import { complete } from '../validate/complete.ts'
import { validate } from '../validate/validate.ts'
import { mergeDocuments } from './merge.ts'
import { deletePaths, takeResets } from './resets.ts'
import { uniqueDocument } from './unique.ts'

/**
 * Phases 2 to 8, for each document in order: interpolate, take resets, validate, expand short forms, merge
 * over what came before, make unique, and see that nothing is left empty or missing.
 *
 * Undefined when there is no document at all.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
export function combineFiles(documents: readonly Node[], run: Interpolation): Mapping | undefined {
  return documents.reduce<Mapping | undefined>(
    (combined, document) => addDocument(combined, document, run),
    undefined,
  )
}

function addDocument(combined: Mapping | undefined, document: Node, run: Interpolation): Mapping | undefined {
  const place: Place = { path: [], findings: run.findings }
  const interpolated = interpolate(document, [], run)
  const { document: untagged, paths } = takeResets(interpolated)
  const valid = untagged && validate(untagged, composeFile, place)
  if (valid?.kind !== 'mapping') return combined
  const expanded = canonicalize(withoutVersion(valid, place), place)
  const base = deletePaths(combined ?? mapping(new Map(), expanded.origin), paths)
  const merged = uniqueDocument(mergeDocuments(base, expanded, place))
  const finished = complete(merged, composeFile, place)
  return finished.kind === 'mapping' ? finished : merged
}

/** `version` is accepted, and means nothing. */
export function withoutVersion(document: Mapping, { findings }: Place): Mapping {
  const version: Entry | undefined = document.entries.get('version')
  if (version === undefined) return document
  findings.report({
    code: 'COMPOSE_VERSION_OBSOLETE',
    message:
      'The attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion.',
    origin: version.key,
    path: ['version'],
  })
  return withoutEntry(document, 'version')
}
