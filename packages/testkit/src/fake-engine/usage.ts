import type { ContainerStats, Engine } from '@berth/docker-engine'
import { commandOf, type FakeContainer, mustFindContainer } from './container.ts'
import { isActive } from './lifecycle.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** What containers do and use: one process each, and half a processor of two. */
export const usageCalls = (world: World): Pick<Engine, 'topContainer' | 'containerStats'> => ({
  topContainer: async (id) => {
    const doing = `list the processes of container ${id}`
    const container = mustFindContainer(world, id, doing)
    if (!isActive(container))
      throw refusal('ENGINE_CONFLICT', doing, `container ${container.id} is not running`)
    return { titles: ['PID', 'CMD'], processes: [['1', commandOf(container).join(' ')]] }
  },

  async *containerStats(id, { follow = false, signal } = {}) {
    const container = mustFindContainer(world, id, `read what container ${id} uses`)
    for (;;) {
      yield statsOf(container)
      if (!follow || !world.containers.has(container.id)) return
      await world.change(signal)
      signal?.throwIfAborted()
    }
  },
})

const second = 1_000_000_000

function statsOf(container: FakeContainer): ContainerStats {
  if (!isActive(container)) {
    const nothing = { cpu_usage: { total_usage: 0 } }
    return { cpu_stats: nothing, precpu_stats: nothing, memory_stats: {}, pids_stats: {}, blkio_stats: {} }
  }
  const cpu = (seconds: number) => ({
    cpu_usage: { total_usage: (seconds * second) / 2 },
    system_cpu_usage: 2 * seconds * second,
    online_cpus: 2,
  })
  return {
    cpu_stats: cpu(2),
    precpu_stats: cpu(1),
    memory_stats: { usage: 3 << 20, limit: 1 << 30, stats: { inactive_file: 1 << 20 } },
    pids_stats: { current: 1 },
    networks: { eth0: { rx_bytes: 1_000, tx_bytes: 2_000 } },
    blkio_stats: { io_service_bytes_recursive: [{ op: 'read', value: 4_096 }] },
  }
}
