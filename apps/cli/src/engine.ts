import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import { printProblem } from './print/print-problem.ts'
import type { World } from './world.ts'

/**
 * Uses the Engine that `DOCKER_HOST` names, or this machine's own, and closes the connection afterwards.
 * Resolves with the exit code: that of `use`, or 1 when no Engine answered, which is printed.
 */
export async function withEngine(
  { world, globals }: { readonly world: World; readonly globals: { readonly ansi?: string | undefined } },
  use: (engine: ConnectedEngine) => Promise<number>,
): Promise<number> {
  const { connectEngine } = await import('@berth/docker-engine/dockerode')
  const engine = connectEngine(world.env.DOCKER_HOST ? { host: world.env.DOCKER_HOST } : {})
  try {
    return await use(engine)
  } catch (error) {
    const { isEngineError } = await import('@berth/docker-engine')
    if (!isEngineError(error, 'ENGINE_UNREACHABLE')) throw error
    const message = `No Docker Engine answers at ${engine.endpoint}: ${error.message}`
    printProblem({ code: error.code, message, fix: error.fix }, world, globals.ansi)
    return 1
  } finally {
    engine.close()
  }
}
