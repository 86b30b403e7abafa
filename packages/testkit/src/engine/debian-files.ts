import { execFile } from 'node:child_process'
import { cp, mkdir, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = path.join(import.meta.dirname, 'unpack-debian.sh')

/** Where what tests fetch is kept between runs. */
const cacheFolder = () =>
  process.env.BERTH_TEST_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'berth-tests')

/**
 * Unpacks Debian packages and the libraries they need, without installing them, and resolves with the
 * folder that stands for `/`. Kept between runs. Needs root on Debian or Ubuntu; rejects with what the
 * script said otherwise.
 */
export async function debianFiles(...packages: string[]): Promise<string> {
  const folder = path.join(cacheFolder(), packages.join('+'))
  await run('bash', [script, folder, ...packages], { maxBuffer: 16 * 1024 * 1024 })
  return path.join(folder, 'x')
}

/** Everything that the tests unpack, so that it is there where nothing can be fetched. */
export async function fetchDebianFiles(): Promise<void> {
  await debianFiles('busybox-static')
  await debianFiles('redis-server', 'redis-tools')
  await debianFiles('docker-registry')
  await debianFiles('openssh-client')
}

/** Copies a program with every shared library that the loader would give it below `target`. */
export async function copyProgram(root: string, program: string, target: string): Promise<void> {
  const file = path.join(root, program)
  await copyTo(target, file, program)
  for (const library of await librariesOf(file, root)) {
    const inside = library.startsWith(root) ? library.slice(root.length) : library
    await copyTo(target, library, inside)
  }
}

async function librariesOf(file: string, root: string): Promise<string[]> {
  const triplet = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
  const folders = ['lib', 'usr/lib'].map((folder) => path.join(root, folder, triplet))
  const { stdout } = await run('ldd', [file], {
    env: { ...process.env, LD_LIBRARY_PATH: folders.join(':') },
  })
  const missing = /^\s*(\S+) => not found/m.exec(stdout)
  if (missing) throw new Error(`${path.basename(file)} needs ${missing[1]}, which no package brought`)
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '')
}

async function copyTo(target: string, source: string, inside: string): Promise<void> {
  const destination = path.join(target, inside)
  await mkdir(path.dirname(destination), { recursive: true })
  await cp(await realpath(source), destination, { force: true })
}
