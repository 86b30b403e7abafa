import type { Run } from '@berth/contract'

export interface RunTextContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** The name under which the caller reached the server, for links. */
  readonly hostname: string
}

/** A chat shows no more at once; the whole tail is in the JSON. */
const textTailLines = 20

/**
 * A run in lines, for a shell or a chat. Pure, and stable: a script may rely on it.
 *
 * ```text
 * shop run 4711 tests FAILED in 41s (run_…)
 * db healthy http://box:32768
 * artifact junit.xml 1234 bytes /api/v1/runs/run_…/artifacts/junit.xml
 * --- tests, last 2 lines ---
 * 1 test failed
 * bye
 * exit 3
 * ```
 *
 * The first line is as that of an operation, and so are `cause:`, `fix:` and `note:` lines and the tail. Once it has ended, the
 * last line is `exit` and the code, or `exit none` and the cause when the command did not end by itself.
 */
export function runText(run: Run, context: RunTextContext): string {
  const { error, services, artifacts, notes, keptUntil, cleanUpError, name } = run
  const lines = [
    runHeadline(run, context.now),
    ...(error === undefined ? [] : [`cause: ${error.message}`]),
    ...(error?.fix === undefined ? [] : [`fix: ${error.fix}`]),
    ...services.map((service) => serviceLine(service, context)),
    ...artifacts.map(artifactLine),
    ...notes.map((note) => `note: ${note}`),
    ...(keptUntil === undefined ? [] : [`note: ${name} is kept until ${keptUntil}`]),
    ...(cleanUpError === undefined ? [] : [`note: something of ${name} is left: ${cleanUpError}`]),
    ...tailLines(run),
    ...lastLine(run),
  ]
  return `${lines.join('\n')}\n`
}

/** The first line of {@link runText}, without its line break. */
export function runHeadline(run: Run, now: number): string {
  const { project, buildId, service, state, id, finishedAt, startedAt, queuedAt, durationMs } = run
  const begin = Date.parse(startedAt ?? queuedAt)
  const time =
    finishedAt === undefined
      ? `for ${Math.round((now - begin) / 1000)}s`
      : `in ${Math.round((durationMs ?? 0) / 1000)}s`
  return `${project} run ${buildId} ${service} ${state.toUpperCase()} ${time} (${id})`
}

function serviceLine({ service, state, addresses }: Run['services'][number], { hostname }: RunTextContext) {
  const urls = addresses
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ published }) => `http://${hostname}:${published}`)
  return [service, state, ...new Set(urls)].join(' ')
}

const artifactLine = ({ name, sizeBytes, url, error }: Run['artifacts'][number]) =>
  error === undefined ? `artifact ${name} ${sizeBytes} bytes ${url}` : `artifact ${name} missing: ${error}`

function tailLines({ state, service, error, logTail }: Run): string[] {
  const lines = (error?.logTail ?? logTail).slice(-textTailLines)
  if (state === 'succeeded' || state === 'queued' || lines.length === 0) return []
  const count = lines.length === 1 ? 'line' : `${lines.length} lines`
  return [`--- ${error?.service ?? service}, last ${count} ---`, ...lines]
}

function lastLine({ finishedAt, exitCode, cause }: Run): string[] {
  if (finishedAt === undefined) return []
  return [exitCode === null ? `exit none, ${cause}` : `exit ${exitCode}`]
}
