import type { Execute } from './execute-context.ts'

/** Stops a container and starts it again. Not ended by an abort: the Engine has no cancel. */
export const restartContainer: Execute<'restart-container'> = async (
  { container, graceSeconds },
  { engine, containerId },
) => {
  await engine.restartContainer(containerId(container), graceSeconds === undefined ? {} : { graceSeconds })
  return { outcome: 'done' }
}
