import type { Execute } from './execute-context.ts'

/** Creates a volume; the Engine keeps one that exists. */
export const createVolume: Execute<'create-volume'> = async ({ body }, { engine }) => {
  await engine.createVolume(body)
  return { outcome: 'done' }
}
