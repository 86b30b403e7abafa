import type { Execute } from './execute-context.ts'

/** Starts a container; one that runs already stays as it is. */
export const startContainer: Execute<'start-container'> = async (
  { container, name, service },
  { engine, containerId, beforeStart, signal },
) => {
  const id = containerId(container)
  if (beforeStart !== undefined) {
    await beforeStart({ id, name, service })
    signal.throwIfAborted()
  }
  await engine.startContainer(id)
  return { outcome: 'done' }
}
