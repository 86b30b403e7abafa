import { spawn } from 'node:child_process'
import { ProblemError } from '../http/problem.ts'

export interface GitRun {
  /** The bare repository; its configuration and hooks are ours alone. */
  readonly repository: string
  readonly signal: AbortSignal
  /** Written to its standard input. */
  readonly input?: string
  /** Variables besides the clean ones: how credentials are handed over. */
  readonly env?: Readonly<Record<string, string>>
  /** Configuration besides what is said with every call, as `key=value`. */
  readonly configuration?: readonly string[]
  /** Bytes of its output at most. */
  readonly mostBytes?: number
  /** What its messages must not tell. */
  readonly hide?: (text: string) => string
}

const defaultMost = 64 * 2 ** 20

/** Nothing of the server's environment or of a user's configuration, and no transport but those allowed. */
const cleanEnvironment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '/bin/false',
  GIT_ALLOW_PROTOCOL: 'https:ssh',
  GIT_PROTOCOL_FROM_USER: '0',
} as const

/** Said with every call: no hooks, no redirects to elsewhere, no helpers, no work in the background. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'credential.helper=',
  'http.followRedirects=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.fsckObjects=true',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting])

/**
 * Runs git without a shell and resolves with what it printed. Aborting kills it.
 *
 * @throws a problem, GIT_FAILED, with the last line that git had to say.
 */
export async function runGit(args: readonly string[], run: GitRun): Promise<Buffer> {
  const { repository, signal, input = '', env = {}, mostBytes = defaultMost, hide = (text) => text } = run
  const own = (run.configuration ?? []).flatMap((setting) => ['-c', setting])
  const child = spawn('git', [`--git-dir=${repository}`, ...settings, ...own, ...args], {
    env: { ...cleanEnvironment, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  let size = 0
  let words = ''
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-4096)
  })
  // It may have ended before it had read everything; how it ended tells.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject)
  child.on('close', resolve)
  const code = await promise.catch((cause) => {
    signal.throwIfAborted()
    throw new ProblemError('GIT_FAILED', 'The program git could not be run.', {
      fix: 'Install git where Berth runs.',
      cause,
    })
  })
  if (code === 0) return Buffer.concat(chunks)
  if (size > mostBytes) throw new ProblemError('SOURCE_TOO_LARGE', 'The repository is too large.')
  throw failed(`git ${args[0]}`, hide(words))
}

/** What the programs say where the cause is known, and what to do then. */
const causes: readonly (readonly [words: RegExp, fix: string])[] = [
  [
    /^Host key verification failed\.|REMOTE HOST IDENTIFICATION HAS CHANGED/m,
    'The host shows another key than before, or than `knownHosts` says. If that is meant, sync with its new line as `knownHosts`.',
  ],
  [
    /Permission denied|invalid format|error in libcrypto/,
    'Send a private key without a passphrase as `sshKey`, and add its public half to the repository, as a deploy key for instance.',
  ],
  [
    /could not read Username|Authentication failed|HTTP 40[13]|returned error: 40[13]/,
    'Send a `token` that may read the repository; tokens expire.',
  ],
]

/** Git's last line, but for ssh, which has said before why git cannot go on. */
function failed(what: string, words: string): ProblemError {
  const [known, fix] = causes.find(([pattern]) => pattern.test(words)) ?? []
  const line = (known && words.split('\n').findLast((each) => known.test(each))) ?? lastLine(words)
  return new ProblemError('GIT_FAILED', `${what} failed: ${line.trim()}`, fix === undefined ? {} : { fix })
}

function lastLine(words: string): string {
  const lines = words.split('\n').map((line) => line.trim())
  return (
    lines.findLast((line) => /^(fatal|error|remote):/.test(line)) ??
    lines.findLast(Boolean) ??
    'no reason given'
  )
}
