import { readdir, readFile, readlink, statfs } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import type { HostReader, Listener, Program } from './host-reader.ts'
import { parseProcNet } from './parse-proc-net.ts'

/**
 * This machine, as far as Linux shows it. Whether it is the one that the Engine runs on, and whether this process
 * shares its network, `observe` finds out.
 */
const thisMachine: HostReader = {
  addresses: () =>
    Object.values(networkInterfaces()).flatMap((own) => (own ?? []).map(({ address }) => address)),
  listeners: async () => (await Promise.all(files.map(readListeners))).flat(),
  programOf,
  freeBytes: async (folder) => {
    const disk = await orUndefined(statfs(folder))
    return disk && disk.bavail * disk.bsize
  },
}

/** The machine of the Engine at an address such as `unix:///var/run/docker.sock`: this one, or out of sight. */
export const hostOf = (endpoint: string): HostReader | undefined =>
  endpoint.startsWith('unix:') ? thisMachine : undefined

const files = [
  { file: '/proc/net/tcp', protocol: 'tcp' },
  { file: '/proc/net/tcp6', protocol: 'tcp' },
  { file: '/proc/net/udp', protocol: 'udp' },
  { file: '/proc/net/udp6', protocol: 'udp' },
] as const

async function readListeners({ file, protocol }: (typeof files)[number]): Promise<Listener[]> {
  // Other systems have no such file.
  return parseProcNet((await orUndefined(readFile(file, 'utf8'))) ?? '', protocol)
}

/** Looks through the open files of every process that this user may look at. */
async function programOf(socket: string): Promise<Program | undefined> {
  const link = `socket:[${socket}]`
  for (const pid of (await orUndefined(readdir('/proc'))) ?? []) {
    if (!/^\d+$/.test(pid)) continue
    const folder = `/proc/${pid}/fd`
    // It may have ended meanwhile, or belong to somebody else.
    const open = (await orUndefined(readdir(folder))) ?? []
    const targets = await Promise.all(open.map((name) => orUndefined(readlink(`${folder}/${name}`))))
    if (!targets.includes(link)) continue
    const name = await orUndefined(readFile(`/proc/${pid}/comm`, 'utf8'))
    return name === undefined ? undefined : { pid: Number(pid), name: name.trim() }
  }
  return undefined
}

/** What cannot be read is not known; that is all that is asked here. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch {
    return undefined
  }
}
