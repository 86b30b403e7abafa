import type { Engine, VolumeBody, VolumeInspect } from '@berth/docker-engine'
import type { FakeContainer } from './container.ts'
import { refusal } from './refusal.ts'
import { hasLabels, type World } from './world.ts'

type VolumeCalls = Pick<Engine, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'>

/** The volume half of the fake. */
export const volumeCalls = (world: World): VolumeCalls => ({
  listVolumes: async ({ labels }) =>
    [...world.volumes.values()].filter(({ Labels }) => hasLabels(Labels, labels)),

  inspectVolume: async (name) => {
    const volume = world.volumes.get(name)
    if (volume) return volume
    throw refusal('ENGINE_NOT_FOUND', `inspect volume ${name}`, `get ${name}: no such volume`)
  },

  createVolume: async (body) => addVolume(world, body),

  removeVolume: async (name, { force = false } = {}) => {
    const doing = `remove volume ${name}`
    if (!world.volumes.has(name)) {
      if (force) return
      throw refusal('ENGINE_NOT_FOUND', doing, `get ${name}: no such volume`)
    }
    const users = usersOf(world, name)
    if (users.length > 0) {
      throw refusal('ENGINE_CONFLICT', doing, `remove ${name}: volume is in use - [${users.join(', ')}]`)
    }
    deleteVolume(world, name)
  },
})

/** A volume that is there already stays as it is, labels included; only another driver is a conflict. */
export function addVolume(world: World, { Name, Driver = 'local', Labels }: VolumeBody): VolumeInspect {
  const existing = world.volumes.get(Name)
  if (existing && existing.Driver !== Driver) {
    const words = `create ${Name}: conflict: volume already exists with driver ${existing.Driver}`
    throw refusal('ENGINE_CONFLICT', `create volume ${Name}`, words)
  }
  if (existing) return existing
  const volume = { Name, Driver, Labels, Mountpoint: mountpointOf(Name), Scope: 'local' }
  world.volumes.set(Name, volume)
  world.emit({ type: 'volume', action: 'create', id: Name, attributes: { driver: Driver } })
  return volume
}

/** Where the Engine would keep it. */
export const mountpointOf = (name: string): string => `/var/lib/docker/volumes/${name}/_data`

function deleteVolume(world: World, name: string): void {
  const driver = world.volumes.get(name)?.Driver ?? ''
  world.volumes.delete(name)
  world.emit({ type: 'volume', action: 'destroy', id: name, attributes: { driver } })
}

/** Ids of the containers that mount it, running or not. */
const usersOf = ({ containers }: World, name: string): string[] =>
  [...containers.values()]
    .filter(({ mounts }) => mounts.some((mount) => mount.name === name))
    .map(({ id }) => id)

/** Of a container that has gone. */
export function removeAnonymousVolumes(world: World, { mounts }: Pick<FakeContainer, 'mounts'>): void {
  for (const { name, isAnonymous } of mounts) {
    if (name && isAnonymous && usersOf(world, name).length === 0) deleteVolume(world, name)
  }
}
