import type { Findings } from '../context.ts'
import { entriesOf, itemsOf, type Mapping, type Node, nodeAt, textAt, updateEntry } from '../tree.ts'

/**
 * Phase 17: networks, volumes, configs, secrets and models that no active service uses are left out, as they
 * are never created.
 * Those that not even a switched-off service uses are mentioned.
 */
export function selectResources(
  document: Mapping,
  { isActive, findings }: { isActive: (name: string) => boolean; findings: Findings },
): Mapping {
  const services = entriesOf(nodeAt(document, 'services'))
  // Beside an error it would only distract: the name is probably misspelt where it is used.
  const isClean = !findings.hasErrors()
  const all = services.map(([, { value }]) => value)
  const active = services.filter(([name]) => isActive(name)).map(([, { value }]) => value)
  const keep = (section: string, usedBy: (service: Node) => readonly string[]) => {
    const used = new Set(active.flatMap(usedBy))
    const known = new Set(all.flatMap(usedBy))
    for (const [name, { key }] of entriesOf(nodeAt(document, section))) {
      if (isClean && !known.has(name)) reportUnused(section, name, { origin: key, findings })
    }
    return (node: Node): Node =>
      node.kind === 'mapping'
        ? { ...node, entries: new Map([...node.entries].filter(([name]) => used.has(name))) }
        : node
  }
  return Object.entries(uses).reduce(
    (kept, [section, usedBy]) => updateEntry(kept, section, keep(section, usedBy)),
    document,
  )
}

/** What a service uses of each section, by name. */
const uses: Readonly<Record<string, (service: Node) => readonly string[]>> = {
  networks: networksOf,
  volumes: volumesOf,
  configs: (service) => sourcesOf(nodeAt(service, 'configs')),
  secrets: (service) => [
    ...sourcesOf(nodeAt(service, 'secrets')),
    ...sourcesOf(nodeAt(service, 'build', 'secrets')),
  ],
  models: (service) => entriesOf(nodeAt(service, 'models')).map(([name]) => name),
}

const sourcesOf = (references: Node | undefined): readonly string[] =>
  itemsOf(references).flatMap((reference) => textAt(reference, 'source') ?? [])

/** The networks a service joins. */
function networksOf(service: Node): readonly string[] {
  return entriesOf(nodeAt(service, 'networks')).map(([name]) => name)
}

/** The named volumes a service mounts. */
function volumesOf(service: Node): readonly string[] {
  return itemsOf(nodeAt(service, 'volumes')).flatMap((volume) =>
    textAt(volume, 'type') === 'volume' ? (textAt(volume, 'source') ?? []) : [],
  )
}

function reportUnused(
  section: string,
  name: string,
  { origin, findings }: { origin: Parameters<Findings['report']>[0]['origin']; findings: Findings },
) {
  findings.report({
    code: 'COMPOSE_UNUSED_RESOURCE',
    message: `The ${section.slice(0, -1)} "${name}" is declared, but no service uses it.`,
    origin,
    path: [section, name],
  })
}
