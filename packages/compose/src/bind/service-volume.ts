import { parseBytes } from '../canonical/bytes.ts'
import type { ServiceVolume } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, type Reader, readerOf } from './read.ts'

type BindOptions = NonNullable<ServiceVolume['bind']>
type VolumeOptions = NonNullable<ServiceVolume['volume']>
type TmpfsOptions = NonNullable<ServiceVolume['tmpfs']>

/** A mount's tree as typed data. */
export function bindServiceVolume(node: Node): ServiceVolume {
  const read = readerOf(node)
  return compact<ServiceVolume>({
    // Holds because validation knows these words only.
    type: (read.text('type') ?? 'volume') as ServiceVolume['type'],
    source: read.text('source') || undefined,
    target: read.text('target') ?? '',
    read_only: read.boolean('read_only'),
    consistency: read.text('consistency'),
    bind: read.object('bind', bindBindOptions),
    volume: read.object('volume', bindVolumeOptions),
    tmpfs: read.object('tmpfs', bindTmpfsOptions),
    extensions: read.extensions(),
  })
}

function bindBindOptions(node: Node): BindOptions {
  const read = readerOf(node)
  return compact<BindOptions>({
    selinux: read.text('selinux'),
    propagation: read.text('propagation'),
    create_host_path: read.boolean('create_host_path'),
    recursive: read.text('recursive'),
  })
}

function bindVolumeOptions(node: Node): VolumeOptions {
  const read = readerOf(node)
  return compact<VolumeOptions>({
    nocopy: read.boolean('nocopy'),
    subpath: read.text('subpath'),
    labels: read.textMap('labels'),
  })
}

function bindTmpfsOptions(node: Node): TmpfsOptions {
  const read = readerOf(node)
  return compact<TmpfsOptions>({ size: sizeOf(read), mode: read.number('mode') })
}

function sizeOf(read: Reader): number | undefined {
  const text = read.text('size')
  return text === undefined ? undefined : parseBytes(text)
}
