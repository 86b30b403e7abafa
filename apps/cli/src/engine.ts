import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { World } from './world.ts'

/** Uses the Engine that `DOCKER_HOST` names, or this machine's own, and closes the connection afterwards. */
export async function withEngine<T>(world: World, use: (engine: ConnectedEngine) => Promise<T>): Promise<T> {
  const { connectEngine } = await import('@berth/docker-engine/dockerode')
  const engine = connectEngine(world.env.DOCKER_HOST ? { host: world.env.DOCKER_HOST } : {})
  try {
    return await use(engine)
  } finally {
    engine.close()
  }
}
