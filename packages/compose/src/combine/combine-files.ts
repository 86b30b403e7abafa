import type { Place } from '../context.ts'
import { type Entry, isNull, type Mapping, mapping, type Node, withoutEntry } from '../tree.ts'
import { complete } from '../validate/complete.ts'
import { validate } from '../validate/validate.ts'
import { extendServices } from './extends.ts'
import { includeProjects } from './include.ts'
import { deletePaths, takeResets } from './resets.ts'
import type { Scope } from './scope.ts'
import { textsAsLists } from './texts-as-lists.ts'

/**
 * Phases 2 to 10, for each document in order: interpolate, take resets, validate, expand short forms, extend
 * services, include other projects, merge over what came before, make unique, and see that nothing is left
 * empty or missing.
 *
 * Undefined when nothing is in them.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
export function combineFiles(documents: readonly Node[], scope: Scope): Mapping | undefined {
  const combined = documents.reduce<Mapping | undefined>(
    (combined, document) => addDocument(combined, document, scope),
    undefined,
  )
  return combined?.entries.size === 0 ? undefined : combined
}

function addDocument(combined: Mapping | undefined, document: Node, scope: Scope): Mapping | undefined {
  const place: Place = { path: [], findings: scope.findings }
  const reading = scope.readingWith(scope)
  const { document: untagged, paths } = takeResets(reading.fill(document))
  const base = deletePaths(combined ?? mapping(new Map(), document.origin), paths)
  const valid = untagged && validate(textsAsLists(untagged, base), reading.shape, place)
  if (valid?.kind !== 'mapping') return combined
  const expanded = reading.expand(withoutVersion(valid, place), place)
  const extended = extendServices(expanded, paths, scope)
  const whole = includeProjects(extended, scope, combineFiles)
  const merged = reading.merge(base, whole, place)
  const finished = complete(merged, reading.shape, place)
  return reading.settle(finished.kind === 'mapping' ? finished : merged, place)
}

/** `version` is accepted, and means nothing. One that is empty stays, to be told of as other empty attributes are. */
function withoutVersion(document: Mapping, { findings }: Place): Mapping {
  const version: Entry | undefined = document.entries.get('version')
  if (version === undefined || isNull(version.value)) return document
  findings.report({
    code: 'COMPOSE_VERSION_OBSOLETE',
    message:
      'The attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion.',
    origin: version.key,
    path: ['version'],
  })
  return withoutEntry(document, 'version')
}
