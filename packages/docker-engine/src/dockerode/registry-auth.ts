import { execFile } from 'node:child_process'
import type { FindRegistryAuth, RegistryAuth } from '../engine.ts'
import { EngineError } from '../errors.ts'
import { type DockerConfig, dockerConfigFolder, readDockerConfig } from './docker-config.ts'

const dockerHub = 'https://index.docker.io/v1/'

/**
 * Finds credentials where `docker login` leaves them: in config.json, or in the credential helper it names,
 * which is run by its arguments alone, without a shell. The file is read again for every question, so a new
 * login counts at once.
 *
 * Rejects with `ENGINE_REGISTRY_DENIED` when the file cannot be read or the helper fails; no file and no
 * entry are no failure.
 *
 * @param folder The folder of config.json; by default `DOCKER_CONFIG` or `~/.docker`.
 */
export function dockerConfigAuth(folder = dockerConfigFolder()): FindRegistryAuth {
  const read = () => readDockerConfig(folder)
  const find = async (registry: string, config: DockerConfig) => {
    const helper = helperFor(config, registry)
    const fromHelper = helper && (await askHelper(helper, registry))
    return fromHelper || fromFile(config, registry)
  }
  const all = async () => {
    const config = await read()
    const found = await Promise.all(
      (await registriesOf(config)).map(async (key) => {
        const auth = await find(key === dockerHub ? 'docker.io' : key, config)
        return auth && { ...auth, serveraddress: key }
      }),
    )
    return found.filter((auth) => auth !== undefined)
  }
  return Object.assign(async (registry: string) => find(registry, await read()), { all })
}

/** Every registry that the file or a helper knows, as `docker login` writes them. */
async function registriesOf({ auths = {}, credHelpers = {}, credsStore }: DockerConfig): Promise<string[]> {
  const stored = credsStore ? await listHelper(credsStore) : []
  return [...new Set([...Object.keys(auths), ...Object.keys(credHelpers), ...stored])].sort()
}

async function listHelper(helper: string): Promise<string[]> {
  const program = `docker-credential-${helper}`
  const { output, error } = await run(program, 'list')
  if (error) throw helperFailure(program, output.trim() || error.message, error)
  return Object.keys(JSON.parse(output))
}

function helperFor({ credHelpers = {}, credsStore }: DockerConfig, registry: string): string | undefined {
  return credHelpers[registry] ?? credHelpers[keyOf(registry)] ?? (credsStore || undefined)
}

function fromFile({ auths = {} }: DockerConfig, registry: string): RegistryAuth | undefined {
  const entry = auths[keyOf(registry)] ?? Object.entries(auths).find(([key]) => isOf(registry, key))?.[1]
  if (!entry) return undefined
  // `auth` is base64 of user:password, and either may hold anything but a colon in the user.
  const [, user = entry.username, secret = entry.password] =
    /^([^:]*):(.*)$/s.exec(
      Buffer.from(entry.auth ?? '', 'base64')
        .toString('utf8')
        .replace(/\0+$/, ''),
    ) ?? []
  const { identitytoken } = entry
  if (user === undefined && !identitytoken) return undefined
  return toAuth(registry, user ?? '', secret ?? '', identitytoken)
}

/** The words a helper answers with when it has nothing, in every language it was written in. */
const nothingFound = /credentials not found/i

async function askHelper(helper: string, registry: string): Promise<RegistryAuth | undefined> {
  const program = `docker-credential-${helper}`
  const { output, error } = await run(program, 'get', keyOf(registry))
  if (error && nothingFound.test(output)) return undefined
  if (error) throw helperFailure(program, output.trim() || error.message, error, registry)
  const { Username = '', Secret = '' } = JSON.parse(output)
  // How helpers mark an identity token.
  return Username === '<token>' ? toAuth(registry, '', '', Secret) : toAuth(registry, Username, Secret)
}

function helperFailure(program: string, words: string, cause: Error, registry?: string): EngineError {
  const of = registry === undefined ? '' : ` for ${registry}`
  return new EngineError(
    'ENGINE_REGISTRY_DENIED',
    `Could not get the credentials${of} from ${program}: ${words}`,
    { cause, fix: `Make sure ${program} is installed and works, or sign in again with docker login.` },
  )
}

function run(program: string, verb: 'get' | 'list', input = ''): Promise<{ output: string; error?: Error }> {
  return new Promise((resolve) => {
    const child = execFile(program, [verb], { timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ output: error ? stdout + stderr : stdout, ...(error && { error }) }),
    )
    // A helper that is not there or ends early closes its end; the callback above tells why.
    child.stdin?.on('error', () => {}).end(input)
  })
}

const keyOf = (registry: string) => (registry === 'docker.io' ? dockerHub : registry)

/** Docker Hub has two names. */
const isOf = (registry: string, key: string) =>
  hostOf(key) === registry || (registry === 'docker.io' && hostOf(key) === 'index.docker.io')

/** Old entries carry a scheme and a path. */
const hostOf = (key: string) => key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')

const toAuth = (
  registry: string,
  username: string,
  password: string,
  identitytoken?: string,
): RegistryAuth => ({
  username,
  password,
  serveraddress: keyOf(registry),
  ...(identitytoken && { identitytoken }),
})
