import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type AuthContext, Server, type ServerChannel, utils } from 'ssh2'
import { onTestFinished } from 'vitest'
import { commandLines } from './command-lines.ts'
import { makeRepositories, type Repositories } from './repositories.ts'

/** Repositories behind ssh, for one key. What git asks for there, the real git answers. */
export interface SshServer extends Repositories {
  /** Ends in a slash. */
  readonly url: string
  /** What may come in, in OpenSSH's format. */
  readonly key: string
  /** Its own key, as a line of a known_hosts file. */
  readonly knownHosts: string
  /** Of every process of this machine while a command was answered. */
  readonly seen: readonly string[]
  /** From now on it shows another key; resolves with that one's line. */
  changeKey(): Promise<string>
}

/** Of ed25519, one of 140 that ssh2 makes is one that it cannot read itself. */
const makeKeys = () => utils.generateKeyPairSync('ecdsa', { bits: 256 })

/** @param host An address of this machine. */
export async function startSshServer(host = '127.0.0.1'): Promise<SshServer> {
  const repositories = await makeRepositories()
  const user = makeKeys()
  const seen: string[] = []
  const listen = async (port: number) => {
    const own = makeKeys()
    const server = new Server({ hostKeys: [own.private] }, (client) => {
      // A client that goes away while it is refused is no fault of the test.
      client.on('error', () => {})
      client.on('authentication', (context) =>
        isUser(context, user.public) ? context.accept() : context.reject(['publickey']),
      )
      client.on('session', (accept) => {
        accept().on('exec', async (acceptExec, _reject, { command }) => {
          seen.push(...(await commandLines()))
          upload(repositories.root, command, acceptExec())
        })
      })
    })
    server.listen(port, host)
    await once(server, 'listening')
    const at = (server.address() as AddressInfo).port
    return { server, port: at, line: `[${host}]:${at} ${own.public}\n` }
  }
  let now = await listen(0)
  onTestFinished(() => void now.server.close())
  return {
    ...repositories,
    url: `ssh://git@${host}:${now.port}/`,
    key: user.private,
    knownHosts: now.line,
    seen,
    async changeKey() {
      now.server.close()
      now = await listen(now.port)
      return now.line
    },
  }
}

function isUser(context: AuthContext, publicKey: string): boolean {
  if (context.method !== 'publickey') return false
  const allowed = utils.parseKey(publicKey)
  if (allowed instanceof Error || !context.key.data.equals(allowed.getPublicSSH())) return false
  return (
    context.signature === undefined ||
    allowed.verify(context.blob ?? Buffer.alloc(0), context.signature) === true
  )
}

/** Only ever git's own command, without a shell. */
function upload(root: string, command: string, channel: ServerChannel): void {
  const [, name = ''] = /^git-upload-pack '\/?([\w./-]+?)(?:\.git)?'$/.exec(command) ?? []
  const child = spawn('git', ['upload-pack', path.join(root, name)])
  child.stdout.pipe(channel, { end: false })
  child.stderr.pipe(channel.stderr, { end: false })
  channel.pipe(child.stdin)
  // Git closes its side when it has what it wanted.
  child.stdin.on('error', () => {})
  child.on('close', (code) => {
    channel.exit(code ?? 1)
    channel.end()
  })
}
