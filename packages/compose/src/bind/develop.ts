import type { Develop, Hook, WatchRule } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

/** A develop section's tree as typed data. */
export function bindDevelop(node: Node): Develop {
  const read = readerOf(node)
  return compact<Develop>({ watch: read.items('watch', bindWatchRule), extensions: read.extensions() })
}

function bindWatchRule(node: Node): WatchRule {
  const read = readerOf(node)
  return compact<WatchRule>({
    path: read.text('path') ?? '',
    // Holds because validation knows these words only.
    action: (read.text('action') ?? 'rebuild') as WatchRule['action'],
    target: read.text('target'),
    exec: read.object('exec', bindHook),
    include: read.texts('include'),
    ignore: read.texts('ignore'),
    initial_sync: read.boolean('initial_sync'),
    extensions: read.extensions(),
  })
}

/** A hook's tree as typed data. */
export function bindHook(node: Node): Hook {
  const read = readerOf(node)
  return compact<Hook>({
    command: read.texts('command'),
    user: read.text('user'),
    privileged: read.boolean('privileged'),
    working_dir: read.text('working_dir'),
    environment: read.nullableTextMap('environment'),
    extensions: read.extensions(),
  })
}
