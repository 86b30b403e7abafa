import type { Build } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

/** A build section's tree as typed data. */
export function bindBuild(node: Node): Build {
  const read = readerOf(node)
  return compact<Build>({
    context: read.text('context') ?? '.',
    dockerfile: read.text('dockerfile'),
    dockerfile_inline: read.text('dockerfile_inline'),
    args: read.nullableTextMap('args'),
    labels: read.textMap('labels'),
    target: read.text('target'),
    no_cache: read.boolean('no_cache'),
    pull: read.boolean('pull'),
    network: read.text('network'),
    tags: read.texts('tags'),
    extensions: read.extensions(),
  })
}
