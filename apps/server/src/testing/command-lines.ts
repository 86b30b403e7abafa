import { readdir, readFile } from 'node:fs/promises'

/** The command lines of every process that runs on this machine, as anybody on it can see them. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  // One that ended meanwhile has none.
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.map((line) => line.replaceAll('\0', ' ').trim()).filter(Boolean)
}
