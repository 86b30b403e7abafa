import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createMask, type Mask } from '../secrets/masks.ts'
import type { GitAddress } from './git-url.ts'

/** What a private repository asks for. */
export interface GitCredentials {
  /** For https. */
  readonly token?: string | undefined
  /** With `token`; most servers take any name. */
  readonly username?: string | undefined
  /** A private key in OpenSSH's format, for ssh. */
  readonly sshKey?: string | undefined
  /** Lines of a known_hosts file. Absent: the key that the host shows first is believed. */
  readonly knownHosts?: string | undefined
}

/** How git is told credentials: by its environment and files for its owner only, never by arguments. */
export interface HandedOver {
  readonly env: Readonly<Record<string, string>>
  readonly hide: Mask
  /** Which key the host has shown, as lines of a known_hosts file; undefined where it is not asked for one. */
  readonly knownHosts: () => Promise<string | undefined>
}

const sshProgram = path.join(import.meta.dirname, 'berth-ssh.sh')

/** Hands credentials over for the length of `work`; what it wrote is gone afterwards. */
export async function withCredentials<T>(
  { url, protocol }: GitAddress,
  credentials: GitCredentials,
  work: (given: HandedOver) => Promise<T>,
): Promise<T> {
  const { token, username = 'git', sshKey, knownHosts } = credentials
  const hide = createMask([token, sshKey].filter((secret) => secret !== undefined))
  const transports = protocol === 'http' ? { GIT_ALLOW_PROTOCOL: 'http' } : {}
  if (protocol !== 'ssh') {
    const env = { ...transports, ...headerFor(url, username, token) }
    return work({ env, hide, knownHosts: async () => undefined })
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-ssh-'))
  try {
    const key = path.join(folder, 'key')
    const hosts = path.join(folder, 'known_hosts')
    const newline = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
    await writeFile(key, newline(sshKey ?? ''), { mode: 0o600 })
    await writeFile(hosts, newline(knownHosts ?? ''), { mode: 0o600 })
    const strictness = knownHosts === undefined ? 'accept-new' : 'yes'
    const env = {
      GIT_SSH: sshProgram,
      GIT_SSH_VARIANT: 'ssh',
      BERTH_SSH_KEY: key,
      BERTH_SSH_HOSTS: hosts,
      BERTH_SSH_STRICT: strictness,
    }
    return await work({ env, hide, knownHosts: () => readFile(hosts, 'utf8') })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Only ever sent to this address. */
function headerFor(url: string, username: string, token: string | undefined): Record<string, string> {
  if (token === undefined) return {}
  const basic = Buffer.from(`${username}:${token}`).toString('base64')
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  }
}
