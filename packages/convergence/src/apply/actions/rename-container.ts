import type { Execute } from './execute-context.ts'

/** Renames a container. */
export const renameContainer: Execute<'rename-container'> = async (
  { container, to },
  { engine, containerId },
) => {
  await engine.renameContainer(containerId(container), to)
  return { outcome: 'done' }
}
