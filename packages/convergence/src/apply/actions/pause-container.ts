import type { Execute } from './execute-context.ts'

/** Freezes the processes of a container. */
export const pauseContainer: Execute<'pause-container'> = async ({ container }, { engine, containerId }) => {
  await engine.pauseContainer(containerId(container))
  return { outcome: 'done' }
}
