import { randomBytes } from 'node:crypto'
import { type Engine, type EngineReader, label } from '@berth/docker-engine'

/** A project name that no other test, and no earlier run of this one, has used. */
export const uniqueProject = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex')}`

/** What the Engine still has of a project: `container shop-web-1`, `network …`, `volume …`, sorted. */
export async function projectRemains(engine: EngineReader, project: string): Promise<string[]> {
  const labels = [`${label.project}=${project}`]
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers({ labels }),
    engine.listNetworks({ labels }),
    engine.listVolumes({ labels }),
  ])
  return [
    ...containers.map(({ name }) => `container ${name}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...volumes.map(({ Name }) => `volume ${Name}`),
  ].sort()
}

/** Removes everything that carries the project's label, running or not: for the end of a test. */
export async function removeProject(engine: Engine, project: string): Promise<void> {
  const labels = [`${label.project}=${project}`]
  for (const { id } of await engine.listContainers({ labels })) {
    await engine.removeContainer(id, { force: true, volumes: true })
  }
  for (const { Id } of await engine.listNetworks({ labels })) await engine.removeNetwork(Id)
  for (const { Name } of await engine.listVolumes({ labels })) {
    await engine.removeVolume(Name, { force: true })
  }
}
