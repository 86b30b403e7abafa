import type { ContainerBody } from '../bodies.ts'
import { proxyVariables } from '../proxy-variables.ts'
import { dockerConfigFolder, readDockerConfig } from './docker-config.ts'

/**
 * Finds the proxies that builds of an Engine are given as arguments, and containers as variables; its address is as in
 * `DOCKER_HOST`.
 */
export type FindProxies = (address: string) => Promise<Readonly<Record<string, string>>>

/** Where calls find the proxies. */
export interface ProxySource {
  readonly findProxies: FindProxies
  /** Of the Engine, as in `DOCKER_HOST`. */
  readonly address: string
}

/**
 * What `proxies` of the Docker command's config.json says of an Engine, else of `default`, under the names of
 * variables: `HTTP_PROXY` and its like. The environment of this process is not asked, as the Docker command does not.
 *
 * @param folder The folder of config.json; by default `DOCKER_CONFIG` or `~/.docker`.
 * @see https://docs.docker.com/engine/cli/proxy/
 */
export function dockerConfigProxies(folder = dockerConfigFolder()): FindProxies {
  return async (address) => {
    const { proxies = {} } = await readDockerConfig(folder)
    const said = proxies[address] ?? proxies.default ?? {}
    const named = {
      HTTP_PROXY: said.httpProxy,
      HTTPS_PROXY: said.httpsProxy,
      NO_PROXY: said.noProxy,
      FTP_PROXY: said.ftpProxy,
      ALL_PROXY: said.allProxy,
    }
    return Object.fromEntries(
      Object.entries(named).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    )
  }
}

/** A container with the proxies of which it says nothing itself, in both spellings: programs read one or the other. Pure. */
export function behindProxies(body: ContainerBody, proxies: Awaited<ReturnType<FindProxies>>): ContainerBody {
  const said = new Set(body.Env?.map((entry) => entry.split('=', 1)[0]))
  const added = proxyVariables.flatMap((name) => {
    const value = proxies[name.toUpperCase()]
    return value === undefined || said.has(name) ? [] : [`${name}=${value}`]
  })
  return added.length === 0 ? body : { ...body, Env: [...(body.Env ?? []), ...added] }
}
