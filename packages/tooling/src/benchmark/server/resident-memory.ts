import { readFileSync } from 'node:fs'

/** Megabytes of memory that a process holds. Linux only. */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kibibytes) * 1024) / 1e6
}

/** The most that it holds while `work` runs, looked at often. */
export async function peakMegabytes(pid: number, work: () => Promise<void>): Promise<number> {
  let most = residentMegabytes(pid)
  const looking = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid))
  }, 50)
  try {
    await work()
  } finally {
    clearInterval(looking)
  }
  return most
}
