import { plain } from './bind/read.ts'
import { createFindings } from './context.ts'
import type { Diagnostic, SourceRange } from './diagnostic.ts'
import { parseYaml } from './parse/yaml.ts'
import { createSource, rangeOf } from './source.ts'
import type { Node, Path } from './tree.ts'

/** What a YAML or JSON file holds that is no compose file. */
export interface FileData {
  /** Its first document as plain values; absent when the text is not YAML, or empty. */
  readonly value?: unknown
  readonly diagnostics: readonly Diagnostic[]
  /** Where the value under a path stands, or the last one on the way to it. */
  readonly rangeAt: (path: Path) => SourceRange
}

/** Reads settings that are written in YAML as compose files are, within the same limits. Pure. */
export function readData(file: string, text: string): FileData {
  const findings = createFindings()
  const [document] = parseYaml(createSource(file, text), findings)
  const start = { file, line: 1, column: 1, length: 1 }
  return {
    ...(document !== undefined && { value: plain(document) }),
    diagnostics: findings.sorted([file]),
    rangeAt: (path) => (document === undefined ? start : rangeOf(nearestTo(document, path).origin)),
  }
}

function nearestTo(node: Node, [head, ...rest]: Path): Node {
  if (head === undefined) return node
  const child = node.kind === 'mapping' ? node.entries.get(String(head))?.value : undefined
  const next = node.kind === 'sequence' ? node.items[Number(head)] : child
  return next === undefined ? node : nearestTo(next, rest)
}
