import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { EngineError } from '../errors.ts'

/** The parts of the Docker command's config.json that Berth reads. */
export interface DockerConfig {
  readonly auths?: Readonly<
    Record<string, { auth?: string; username?: string; password?: string; identitytoken?: string }>
  >
  readonly credsStore?: string
  readonly credHelpers?: Readonly<Record<string, string>>
  /** By the address of an Engine, or `default`. */
  readonly proxies?: Readonly<Record<string, ProxySettings>>
}

interface ProxySettings {
  readonly httpProxy?: string
  readonly httpsProxy?: string
  readonly noProxy?: string
  readonly ftpProxy?: string
  readonly allProxy?: string
}

/** `DOCKER_CONFIG`, or `~/.docker`. */
export const dockerConfigFolder = () => process.env.DOCKER_CONFIG || path.join(homedir(), '.docker')

/** Reads config.json of a folder; empty when there is none. Rejects when it is no JSON, or may not be read. */
export async function readDockerConfig(folder: string): Promise<DockerConfig> {
  const file = path.join(folder, 'config.json')
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new EngineError('ENGINE_REGISTRY_DENIED', `Could not read registry credentials from ${file}`, {
      cause: error,
      fix: 'Mend the file, or sign in again with docker login, which rewrites it.',
    })
  }
}
