import type { Execute } from './execute-context.ts'

/** Puts a stopped container back on a network of the same name as the one it was on. */
export const connectNetwork: Execute<'connect-network'> = async (
  { network, container, endpoint },
  { engine, containerId },
) => {
  const id = containerId(container)
  const [existing, { NetworkSettings }] = await Promise.all([
    engine.inspectNetwork(network),
    engine.inspectContainer(id),
  ])
  if (NetworkSettings.Networks[network]?.NetworkID === existing.Id) return { outcome: 'skipped' }
  await engine.connectNetwork(network, id, endpoint)
  return { outcome: 'done' }
}
