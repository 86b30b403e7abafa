import type { Engine } from '@berth/docker-engine'
import { mustFindContainer } from './container.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Commands in running containers: what they do is told by `options.exec`. */
export const execCalls = (world: World): Pick<Engine, 'execInContainer'> => ({
  execInContainer: async (id, request, { onOutput } = {}) => {
    const doing = `run ${request.command.join(' ')} in container ${id}`
    const container = mustFindContainer(world, id, doing)
    if (container.status === 'paused') {
      const words = `Container ${container.id} is paused, unpause the container before exec`
      throw refusal('ENGINE_CONFLICT', doing, words)
    }
    if (container.status !== 'running')
      throw refusal('ENGINE_CONFLICT', doing, `container ${container.id} is not running`)
    const { prints = [], exitCode = 0 } =
      world.options.exec?.({ ...request, container: container.name }) ?? {}
    for (const line of prints) onOutput?.(line)
    return { exitCode, output: prints.map(({ text }) => text).join('\n') }
  },
})
