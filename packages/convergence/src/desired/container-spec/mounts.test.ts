import { describe, expect, it } from 'vitest'
import { projectFrom } from '../../testing/states.ts'
import { mounts, tmpfs } from './mounts.ts'

/** What a container of a service with this volume is asked to mount. */
const mounted = (volume: string) => {
  const project = projectFrom(
    `name: shop\nservices: {web: {image: nginx, volumes: [${volume}]}}\nvolumes: {data: }\n`,
  )
  return mounts(project, project.services.web?.volumes)
}

describe('a volume of a service', () => {
  it.each([
    ['data:/data', 'shop_data:/data:rw'],
    ['data:/data:ro', 'shop_data:/data:ro'],
    ['./site:/site:z', '/project/site:/site:rw,z'],
    ['{type: volume, source: data, target: /data, volume: {nocopy: false}}', 'shop_data:/data:rw'],
  ])('is a bind where that can say it: %s', (volume, bind) => {
    expect(mounted(volume)).toEqual({ Binds: [bind] })
  })

  it.each([
    ['/data', { Type: 'volume', Target: '/data', VolumeOptions: {} }],
    [
      '{type: volume, source: data, target: /data, volume: {nocopy: true, subpath: a}}',
      { Type: 'volume', Source: 'shop_data', Target: '/data', VolumeOptions: { NoCopy: true, Subpath: 'a' } },
    ],
    [
      '{type: bind, source: /a, target: /a, read_only: true, bind: {propagation: rslave, recursive: readonly}}',
      {
        Type: 'bind',
        Source: '/a',
        Target: '/a',
        ReadOnly: true,
        BindOptions: { Propagation: 'rslave', ReadOnlyForceRecursive: true },
      },
    ],
    [
      '{type: bind, source: /a, target: /a, bind: {create_host_path: true, recursive: disabled}}',
      {
        Type: 'bind',
        Source: '/a',
        Target: '/a',
        BindOptions: { CreateMountpoint: true, NonRecursive: true },
      },
    ],
    [
      '{type: bind, source: /a, target: /a, consistency: cached, bind: {recursive: writable}}',
      {
        Type: 'bind',
        Source: '/a',
        Target: '/a',
        Consistency: 'cached',
        BindOptions: { ReadOnlyNonRecursive: true },
      },
    ],
    ['{type: tmpfs, target: /tmp}', { Type: 'tmpfs', Target: '/tmp' }],
    [
      '{type: tmpfs, target: /tmp, tmpfs: {mode: 511}}',
      { Type: 'tmpfs', Target: '/tmp', TmpfsOptions: { Mode: 511 } },
    ],
    [
      '{type: tmpfs, target: /tmp, tmpfs: {size: 1m}}',
      { Type: 'tmpfs', Target: '/tmp', TmpfsOptions: { SizeBytes: 1_048_576 } },
    ],
    [
      '{type: image, source: nginx, target: /site, image: {subpath: usr}}',
      { Type: 'image', Source: 'nginx', Target: '/site', ImageOptions: { Subpath: 'usr' } },
    ],
  ])('is a mount where only that can: %s', (volume, mount) => {
    expect(mounted(volume)).toEqual({ Mounts: [mount] })
  })
})

describe('tmpfs of a service', () => {
  it('is by path, with its options where it has some', () => {
    expect(tmpfs(['/run', '/tmp:size=1m,mode=1777'])).toEqual({ '/run': '', '/tmp': 'size=1m,mode=1777' })
  })
})
