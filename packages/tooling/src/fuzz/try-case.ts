import { formatProject, loadProject } from '@berth/compose'
import { serviceConfigHash } from '@berth/convergence'
import type { FuzzCase } from './fuzz-case.ts'

/** What is wrong with the loader, as one case shows. */
export interface Fault {
  readonly kind: 'throws' | 'is slow' | 'is not deterministic'
  readonly detail: string
}

/** Each round must bring a new file; files may name as many as the loader allows. */
const maxRounds = 200

/** Loads, prints and hashes a case twice; undefined when there is nothing to complain about. */
export function tryCase(fuzzCase: FuzzCase, limitMs: number): Fault | undefined {
  try {
    const start = cpuMs()
    const first = outcomeOf(fuzzCase)
    const middle = cpuMs()
    const second = outcomeOf(fuzzCase)
    // The faster of two: the first may have waited for code to be compiled.
    const durationMs = Math.min(middle - start, cpuMs() - middle)
    if (durationMs > limitMs) return { kind: 'is slow', detail: `${Math.round(durationMs)} ms` }
    return first === second ? undefined : { kind: 'is not deterministic', detail: 'two loads differ' }
  } catch (error) {
    return { kind: 'throws', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** What this thread computed so far, whatever else the machine does. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Everything that comes out of the loader for a case, as text. */
function outcomeOf({ text, other }: FuzzCase): string {
  const sources = new Map([['/app/compose.yaml', text]])
  const absent = new Set(['/app/.env'])
  for (let round = 0; round < maxRounds; round++) {
    const { project, ...result } = loadProject({
      files: ['/app/compose.yaml'],
      sources,
      absent,
      workingDir: '/app',
      environment: { A: 'a' },
    })
    if (result.missing.length === 0) {
      const printed = project && [formatProject(project, 'json'), formatProject(project, 'yaml')]
      const hashes = Object.values(project?.services ?? {}).map(serviceConfigHash)
      return JSON.stringify([result.diagnostics, result.variables, printed, hashes])
    }
    for (const path of result.missing) {
      const content = other(path)
      if (content === undefined) absent.add(path)
      else sources.set(path, content)
    }
  }
  throw new Error(`The loader asked for new files ${maxRounds} times.`)
}
