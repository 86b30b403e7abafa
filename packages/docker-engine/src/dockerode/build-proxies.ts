import { dockerConfigFolder, readDockerConfig } from './docker-config.ts'

/** Finds the proxies that builds of an Engine are given as arguments; its address is as in `DOCKER_HOST`. */
export type FindBuildProxies = (address: string) => Promise<Readonly<Record<string, string>>>

/**
 * What `proxies` of the Docker command's config.json says of an Engine, else of `default`, under the names of
 * arguments: `HTTP_PROXY` and its like. The environment of this process is not asked, as the Docker command does not.
 *
 * @param folder The folder of config.json; by default `DOCKER_CONFIG` or `~/.docker`.
 * @see https://docs.docker.com/engine/cli/proxy/
 */
export function dockerConfigProxies(folder = dockerConfigFolder()): FindBuildProxies {
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
