import type { Finding, Place } from '../context.ts'
import { entriesOf, type Mapping, type Node } from '../tree.ts'
import { suggest } from '../validate/suggest.ts'

/** One service under check. */
export interface Check extends Place {
  readonly name: string
  readonly service: Node
  /** The whole model. */
  readonly document: Mapping
  readonly isActive: (name: string) => boolean
}

export const report = ({ findings, path }: Check, finding: Finding): void =>
  findings.report({ path, ...finding })

/** Names the declared thing that was probably meant, as a sentence to append. */
export function hint(name: string, declared: Node | undefined, { findings }: Check): string {
  if (findings.isFull()) return ''
  const names = entriesOf(declared).map(([key]) => key)
  const meant = suggest(name, names)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}
