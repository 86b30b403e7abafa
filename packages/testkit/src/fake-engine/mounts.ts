import type { ContainerBody } from '@berth/docker-engine'
import type { FakeMount } from './container.ts'
import type { FakeImage } from './image.ts'
import { addVolume, mountpointOf } from './volumes.ts'
import type { World } from './world.ts'

/** Mounts of a new container, in the order Binds, Mounts, volumes of the image; makes the volumes. */
export function mountAll(world: World, body: ContainerBody, image: FakeImage): FakeMount[] {
  const asked = [
    ...(body.HostConfig.Binds ?? []).map(fromBind),
    ...(body.HostConfig.Mounts ?? []).map(({ Type, Source, Target, ReadOnly }) => ({
      type: Type,
      source: Source ?? '',
      destination: Target,
      isWritable: ReadOnly !== true,
    })),
  ]
  const taken = new Set(asked.map(({ destination }) => destination))
  const implied = Object.keys(image.config.Volumes ?? {})
    .filter((destination) => !taken.has(destination))
    .map((destination) => ({ type: 'volume', source: '', destination, isWritable: true }))
  return [...asked, ...implied].map((mount) =>
    mount.type === 'volume' ? onVolume(world, mount) : plain(mount),
  )
}

type AskedMount = Pick<FakeMount, 'type' | 'source' | 'destination' | 'isWritable'>

/** `source:destination[:options]`, or a destination alone. */
function fromBind(bind: string): AskedMount {
  const [first = '', second, options = ''] = bind.split(':')
  if (second === undefined) return { type: 'volume', source: '', destination: first, isWritable: true }
  const isWritable = !options.split(',').includes('ro')
  return { type: first.startsWith('/') ? 'bind' : 'volume', source: first, destination: second, isWritable }
}

function onVolume(world: World, { source, ...mount }: AskedMount): FakeMount {
  const isAnonymous = source === ''
  const name = isAnonymous ? world.newId('anonymous volume') : source
  const Labels = isAnonymous ? { 'com.docker.volume.anonymous': '' } : {}
  if (!world.volumes.has(name)) addVolume(world, { Name: name, Labels })
  return { ...mount, name, source: mountpointOf(name), isAnonymous }
}

const plain = (mount: AskedMount): FakeMount => ({ ...mount, isAnonymous: false })
