import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import autocannon from 'autocannon'
import type { Stage } from './stage.ts'

export interface ListFigures {
  readonly kilobytes: number
  /** Milliseconds, of one caller after another. */
  readonly p50: number
  readonly p99: number
  /** With ten callers at a time, of each round. */
  readonly rates: { readonly berth: readonly number[]; readonly bare: readonly number[] }
}

const seconds = 4
/** Of one caller: enough for a hundredth to mean something. */
const calls = 2000

/** Asks for the list of all projects: one at a time, and as often as it goes in turns with a bare route. */
export async function measureList({ server, api }: Stage, rounds: number): Promise<ListFigures> {
  const url = `${server.url}/api/v1/projects`
  const headers = { authorization: `Bearer ${api.secret}` }
  const { text } = await api.call('GET', '/projects')
  const bare = await startBareRoute(text)
  try {
    const rates = { berth: [] as number[], bare: [] as number[] }
    await rateOf({ url, headers })
    await rateOf({ url: bare.url })
    for (let round = 0; round < rounds; round += 1) {
      rates.berth.push(await rateOf({ url, headers }))
      rates.bare.push(await rateOf({ url: bare.url }))
    }
    const alone = await autocannon({ url, headers, connections: 1, amount: calls })
    refuseErrors(alone)
    return { kilobytes: text.length / 1000, p50: alone.latency.p50, p99: alone.latency.p99, rates }
  } finally {
    await bare.stop()
  }
}

async function rateOf(options: { readonly url: string; readonly headers?: Record<string, string> }) {
  const result = await autocannon({ ...options, connections: 10, duration: seconds })
  refuseErrors(result)
  return result.requests.average
}

function refuseErrors({ url, errors, non2xx }: autocannon.Result): void {
  if (errors + non2xx > 0) throw new Error(`${url} answered ${errors + non2xx} requests with an error.`)
}

async function startBareRoute(answer: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bare-'))
  const file = path.join(folder, 'answer.json')
  writeFileSync(file, answer)
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-route.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return {
    url: String(line).trim(),
    async stop() {
      child.kill()
      await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
