import type { Execute } from './execute-context.ts'

/** Lets the processes of a container go on. */
export const unpauseContainer: Execute<'unpause-container'> = async (
  { container },
  { engine, containerId },
) => {
  await engine.unpauseContainer(containerId(container))
  return { outcome: 'done' }
}
