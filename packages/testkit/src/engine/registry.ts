import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import bcrypt from 'bcryptjs'
import { debianFiles } from './debian-files.ts'
import { freePort } from './free-port.ts'
import { waitFor } from './wait-for.ts'

/** A registry of its own on loopback, which an Engine may use without TLS. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`, as it begins an image reference. */
  readonly host: string
  stop(): Promise<void>
}

/** Starts Debian's docker-registry, empty, and waits until it answers. With `auth` it asks for a password. */
export async function startRegistry(
  options: { auth?: { username: string; password: string } } = {},
): Promise<TestRegistry> {
  const program = path.join(await debianFiles('docker-registry'), 'usr/bin/docker-registry')
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  await writeFile(path.join(folder, 'config.yml'), await configuration(folder, host, options.auth))
  const child = spawn(program, ['serve', path.join(folder, 'config.yml')], { stdio: 'ignore' })
  const stop = () => stopChild(child, folder)
  try {
    await waitFor('the registry answers', async () => {
      if (child.exitCode !== null) throw new Error(`docker-registry exited with ${child.exitCode}`)
      const reply = await fetch(`http://${host}/v2/`).catch(() => undefined)
      return reply !== undefined && (reply.ok || reply.status === 401)
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { host, stop }
}

async function configuration(
  folder: string,
  host: string,
  auth?: { username: string; password: string },
): Promise<string> {
  const lines = [
    'version: 0.1',
    'log: { level: error }',
    `storage: { filesystem: { rootdirectory: ${path.join(folder, 'data')} }, delete: { enabled: true } }`,
    `http: { addr: "${host}" }`,
  ]
  if (auth !== undefined) {
    const file = path.join(folder, 'htpasswd')
    // 4 rounds: this password guards nothing.
    await writeFile(file, `${auth.username}:${await bcrypt.hash(auth.password, 4)}\n`)
    lines.push(`auth: { htpasswd: { realm: test, path: ${file} } }`)
  }
  return `${lines.join('\n')}\n`
}

async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  await rm(folder, { recursive: true, force: true })
}
