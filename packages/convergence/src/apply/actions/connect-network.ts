import type { Execute } from './execute-context.ts'

/** Puts a stopped container back on a network of the same name as the one it was on. */
export const connectNetwork: Execute<'connect-network'> = async (
  { network, container, endpoint },
  { engine, containerId },
) => {
  await engine.connectNetwork(network, containerId(container), endpoint)
  return { outcome: 'done' }
}
