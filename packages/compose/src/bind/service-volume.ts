import type { ServiceVolume } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

type BindOptions = NonNullable<ServiceVolume['bind']>
type VolumeOptions = NonNullable<ServiceVolume['volume']>
type ImageOptions = NonNullable<ServiceVolume['image']>
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
    image: read.object('image', bindImageOptions),
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
    extensions: read.extensions(),
  })
}

function bindVolumeOptions(node: Node): VolumeOptions {
  const read = readerOf(node)
  return compact<VolumeOptions>({
    nocopy: read.boolean('nocopy'),
    subpath: read.text('subpath'),
    labels: read.textMap('labels'),
    extensions: read.extensions(),
  })
}

function bindTmpfsOptions(node: Node): TmpfsOptions {
  const read = readerOf(node)
  const mode = read.number('mode')
  return compact<TmpfsOptions>({
    size: read.bytes('size'),
    mode: mode === undefined ? undefined : Math.trunc(mode),
    extensions: read.extensions(),
  })
}

function bindImageOptions(node: Node): ImageOptions {
  const read = readerOf(node)
  return compact<ImageOptions>({ subpath: read.text('subpath'), extensions: read.extensions() })
}
