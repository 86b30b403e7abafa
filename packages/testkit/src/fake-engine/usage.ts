import type { ContainerStats, DiskUsage, Engine } from '@berth/docker-engine'
import { commandOf, type FakeContainer, labelsOf, mustFindContainer } from './container.ts'
import { isActive } from './lifecycle.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** What containers do and use: one process each, and half a processor of two unless their program says otherwise. */
export const usageCalls = (world: World): Pick<Engine, 'topContainer' | 'containerStats' | 'diskUsage'> => ({
  topContainer: async (id) => {
    const doing = `list the processes of container ${id}`
    const container = mustFindContainer(world, id, doing)
    if (!isActive(container))
      throw refusal('ENGINE_CONFLICT', doing, `container ${container.id} is not running`)
    return { titles: ['PID', 'CMD'], processes: [['1', commandOf(container).join(' ')]] }
  },

  async *containerStats(id, { follow = false, isAtOnce = false, signal } = {}) {
    const container = mustFindContainer(world, id, `read what container ${id} uses`)
    for (;;) {
      const stats = statsOf(container, world.now())
      yield isAtOnce ? { ...stats, precpu_stats: nothing } : stats
      if (!follow || !world.containers.has(container.id)) return
      await world.change(signal)
      signal?.throwIfAborted()
    }
  },

  diskUsage: async () => diskOf(world),
})

const nothing = { cpu_usage: { total_usage: 0 } }
const second = 1_000_000_000

function statsOf(container: FakeContainer, now: number): ContainerStats {
  if (!isActive(container)) {
    return { cpu_stats: nothing, precpu_stats: nothing, memory_stats: {}, pids_stats: {}, blkio_stats: {} }
  }
  const { startedAt = now, program } = container
  const { processors = 0.5, receivesPerSecond = 0 } = program
  const seconds = (now - startedAt) / 1000
  const cpu = (passed: number) => ({
    cpu_usage: { total_usage: Math.round(passed * processors * second) },
    system_cpu_usage: Math.round(2 * passed * second),
    online_cpus: 2,
  })
  const rx_bytes = 1_000 + Math.round(seconds * receivesPerSecond)
  return {
    // It has run for a second at least, so that there is a second before.
    cpu_stats: cpu(seconds + 2),
    precpu_stats: cpu(seconds + 1),
    memory_stats: { usage: 3 << 20, limit: 1 << 30, stats: { inactive_file: 1 << 20 } },
    pids_stats: { current: 1 },
    networks: { eth0: { rx_bytes, tx_bytes: 2_000 } },
    blkio_stats: { io_service_bytes_recursive: [{ op: 'read', value: 4_096 }] },
  }
}

/** Each image has 3 MB of its own, each volume 1 MB and each container has written 1 kB. */
function diskOf({ images, containers, volumes }: World): DiskUsage {
  const all = [...containers.values()]
  return {
    LayersSize: images.size * 3_000_000,
    Images: [...images.values()].map((image) => ({
      Id: image.id,
      Size: 3_000_000,
      SharedSize: 0,
      Containers: all.filter((container) => container.image === image).length,
    })),
    Containers: all.map((container) => ({
      Id: container.id,
      State: container.status,
      Labels: labelsOf(container),
      SizeRw: 1_000,
      Mounts: container.mounts.map(({ type, name }) => ({
        Type: type,
        ...(name !== undefined && { Name: name }),
      })),
    })),
    Volumes: [...volumes.values()].map(({ Name, Labels }) => ({
      Name,
      Labels,
      UsageData: {
        Size: 1_000_000,
        RefCount: all.filter(({ mounts }) => mounts.some(({ name }) => name === Name)).length,
      },
    })),
    BuildCache: [],
  }
}
