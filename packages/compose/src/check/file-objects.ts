import { below, type Place } from '../context.ts'
import { type Entry, entriesOf, type Mapping, type Node, nodeAt, textAt } from '../tree.ts'

const sources: Readonly<Record<'configs' | 'secrets', readonly string[]>> = {
  configs: ['file', 'environment', 'content'],
  secrets: ['file', 'environment'],
}

/**
 * Phase 13: a config or secret has one source. What a driver makes, and what is external, may have none.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/08-configs.md
 */
export function checkFileObjects(document: Mapping, place: Place): void {
  for (const section of ['configs', 'secrets'] as const) {
    for (const [name, { key, value }] of entriesOf(nodeAt(document, section))) {
      const at = below(below(place, section), name)
      const said = entriesOf(value).filter(([attribute]) => sources[section].includes(attribute))
      const isElsewhere = nodeAt(value, 'driver') !== undefined || nodeAt(value, 'external') !== undefined
      if (said.length > 1) reportSeveral(said, at)
      else if (said.length === 0 && !isElsewhere) reportNone(key, sources[section], at)
    }
  }
}

/**
 * Phase 16: a secret that is not external comes from a file or a variable, even if it names a driver.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/09-secrets.md
 */
export function checkSecrets(document: Mapping, _isActive: (name: string) => boolean, place: Place): void {
  for (const [name, { key, value }] of entriesOf(nodeAt(document, 'secrets'))) {
    const external = nodeAt(value, 'external')
    const isExternal = external?.kind === 'scalar' && external.value === true
    if (isExternal || textAt(value, 'file') || textAt(value, 'environment')) continue
    if (place.findings.isFaulty('secrets', name)) continue
    reportNone(key, sources.secrets, { ...place, path: ['secrets', name] })
  }
}

function reportSeveral(said: readonly [string, Entry][], { path, findings }: Place) {
  const [, [, second] = []] = said
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `The ${nounOf(path)} has several sources: ${said.map(([key]) => key).join(', ')}.`,
    fix: 'Keep one of them.',
    origin: second?.key,
    path,
  })
}

function reportNone(origin: Node['origin'], keys: readonly string[], { path, findings }: Place) {
  if (findings.isFaulty(...path)) return
  findings.report({
    code: 'COMPOSE_MISSING_KEY',
    message: `The ${nounOf(path)} has no source.`,
    fix: `Add one of ${keys.join(', ')}, or \`external: true\`.`,
    origin,
    path,
  })
}

const nounOf = ([section, name]: Place['path']) => `${String(section).slice(0, -1)} "${name}"`
