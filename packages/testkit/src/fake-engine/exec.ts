import type { Engine, ExecRequest } from '@berth/docker-engine'
import { type FakeContainer, mustFindContainer } from './container.ts'
import type { FakeExec } from './options.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Commands in running containers: what they do is told by `options.exec`. */
export const execCalls = (world: World): Pick<Engine, 'execInContainer'> => ({
  execInContainer: async (id, request, { onOutput } = {}) => {
    const { prints = [], exitCode = 0 } = execute(world, id, request).does
    for (const line of prints) onOutput?.(line)
    return { exitCode, output: prints.map(({ text }) => text).join('\n') }
  },
})

/** Finds what a command does in a container that has to run. */
export function execute(
  world: World,
  id: string,
  request: ExecRequest,
): { readonly container: FakeContainer; readonly does: FakeExec } {
  const doing = `run ${request.command.join(' ')} in container ${id}`
  const container = mustFindContainer(world, id, doing)
  if (container.status === 'paused') {
    const words = `Container ${container.id} is paused, unpause the container before exec`
    throw refusal('ENGINE_CONFLICT', doing, words)
  }
  if (container.status !== 'running')
    throw refusal('ENGINE_CONFLICT', doing, `container ${container.id} is not running`)
  return { container, does: world.options.exec?.({ ...request, container: container.name }) ?? {} }
}
