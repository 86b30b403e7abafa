import type { Execute } from './execute-context.ts'

/** Sends a signal to a container. */
export const killContainer: Execute<'kill-container'> = async (
  { container, signal },
  { engine, containerId },
) => {
  await engine.killContainer(containerId(container), signal)
  return { outcome: 'done' }
}
