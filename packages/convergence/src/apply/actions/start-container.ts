import type { Execute } from './execute-context.ts'

/** Starts a container; one that runs already stays as it is. */
export const startContainer: Execute<'start-container'> = async ({ container }, { engine, containerId }) => {
  await engine.startContainer(containerId(container))
  return { outcome: 'done' }
}
