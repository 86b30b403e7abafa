import { compareText } from '../context.ts'
import type { Build, SshKey } from '../project.ts'
import { entriesOf, type Node, nodeAt } from '../tree.ts'
import { bindFileReference } from './file-objects.ts'
import { compact, readerOf } from './read.ts'
import { bindUlimits } from './ulimits.ts'

/** A build section's tree as typed data. */
export function bindBuild(node: Node): Build {
  const read = readerOf(node)
  return compact<Build>({
    context: read.text('context') ?? '.',
    dockerfile: read.text('dockerfile'),
    dockerfile_inline: read.text('dockerfile_inline'),
    additional_contexts: read.textMap('additional_contexts'),
    args: read.nullableTextMap('args'),
    cache_from: read.texts('cache_from'),
    cache_to: read.texts('cache_to'),
    entitlements: read.texts('entitlements'),
    extra_hosts: read.texts('extra_hosts')?.toSorted(compareText),
    isolation: read.text('isolation'),
    labels: read.textMap('labels'),
    network: read.text('network'),
    no_cache: read.boolean('no_cache'),
    platforms: read.texts('platforms'),
    privileged: read.boolean('privileged'),
    provenance: read.text('provenance'),
    pull: read.boolean('pull'),
    sbom: read.text('sbom'),
    secrets: read.items('secrets', bindFileReference),
    shm_size: read.bytes('shm_size'),
    ssh: bindSsh(nodeAt(node, 'ssh')),
    tags: read.texts('tags'),
    target: read.text('target'),
    ulimits: bindUlimits(node),
    extensions: read.extensions(),
  })
}

function bindSsh(node: Node | undefined): readonly SshKey[] | undefined {
  if (node?.kind !== 'mapping') return undefined
  const ids = entriesOf(node).map(([id]) => id)
  const read = readerOf(node)
  return ids.sort(compareText).map((id) => compact<SshKey>({ id, path: read.text(id) || undefined }))
}
