import { plain } from '../bind/read.ts'
import { createFindings, type Place } from '../context.ts'
import { parseYaml } from '../parse/yaml.ts'
import { createSource } from '../source.ts'
import type { Mapping, Node } from '../tree.ts'

/** One phase under test: its input, read from YAML, and what it reports. */
export interface PhaseTest {
  readonly node: Node
  /** The same, when it is a mapping. */
  readonly document: Mapping
  readonly place: Place
  /** `CODE line:column` of every finding, in source order. */
  readonly reported: () => string[]
  readonly messages: () => string[]
}

/** Reads the first document of a YAML text; it must be there. */
export function phaseTest(yaml: string, path: Place['path'] = []): PhaseTest {
  const findings = createFindings()
  const [node] = parseYaml(createSource('compose.yaml', yaml), findings)
  if (node === undefined) throw new Error(`Not a document: ${yaml}`)
  const found = () => findings.sorted(['compose.yaml'])
  return {
    node,
    get document() {
      if (node.kind !== 'mapping') throw new Error(`Not a mapping: ${yaml}`)
      return node
    },
    place: { path, findings },
    reported: () => found().map(({ code, range }) => `${code} ${range?.line}:${range?.column}`),
    messages: () => found().map(({ message }) => message),
  }
}

/** What a phase made of a node, as plain data; whole numbers beyond 2^53 are `bigint`. */
export const dataOf = (node: Node | undefined): unknown => (node === undefined ? undefined : plain(node))
