import { realpath } from 'node:fs/promises'
import { openPolicy, type Policy } from '@berth/convergence'
import type { ProjectStore } from '../projects/project-store.ts'

export interface FloorDependencies {
  /** Where the Engine listens. */
  readonly endpoint: string
  /** Of the server: its database, key and the files of projects. */
  readonly dataDir: string
  readonly projectStore: Pick<ProjectStore, 'list'>
}

/** Sockets and state of the Engine, and where the kernel shows the root folder of every process. */
const engineFolders = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/run/docker',
  '/run/containerd',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/proc',
] as const

/**
 * What nobody but admins may, whatever the policy of a role allows: have the Engine's socket, the data of the server,
 * or what is of another project.
 */
export async function floorOf(
  project: string,
  { endpoint, dataDir, projectStore }: FloorDependencies,
): Promise<Policy> {
  const others = (await projectStore.list()).flatMap(({ name, source }) =>
    name !== project && source.kind === 'folder' ? [source.path] : [],
  )
  const socket = endpoint.startsWith('unix://') ? [endpoint.slice('unix://'.length)] : []
  const folders = [...engineFolders, ...socket, dataDir, ...others]
  const real: string[] = []
  for (const folder of folders) real.push(await realpath(folder).catch(() => folder))
  return {
    ...openPolicy,
    foreignContainers: 'denied',
    foreignVolumes: 'denied',
    falseLabels: 'denied',
    dataLoss: 'allowed',
    protectedPaths: [...new Set([...folders, ...real])],
  }
}
