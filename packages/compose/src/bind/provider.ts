import { textOf } from '../canonical/number-text.ts'
import type { CredentialSpec, Provider } from '../project.ts'
import { itemsOf, type Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

/** A provider's tree as typed data. */
export function bindProvider(node: Node): Provider {
  const read = readerOf(node)
  return compact<Provider>({
    type: read.text('type') ?? '',
    options: read.map('options', bindOption),
    extensions: read.extensions(),
  })
}

/** Only now a list, so that a later file replaces what is one value. */
function bindOption(node: Node): readonly string[] {
  const values = node.kind === 'sequence' ? itemsOf(node) : [node]
  return values.map(textOf)
}

/** A credential spec's tree as typed data. */
export function bindCredentialSpec(node: Node): CredentialSpec {
  const read = readerOf(node)
  return compact<CredentialSpec>({
    config: read.text('config'),
    file: read.text('file'),
    registry: read.text('registry'),
    extensions: read.extensions(),
  })
}
