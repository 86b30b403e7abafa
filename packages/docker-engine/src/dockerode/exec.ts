import { setTimeout } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { ExecOptions, ExecRequest, ExecResult } from '../container-access.ts'
import type { Engine } from '../engine.ts'
import { readOutputLines } from '../output-lines.ts'
import { type Connection, openStream, readJson } from './connection.ts'
import { readStreams } from './container-session.ts'

/** Commands in running containers. */
export const execCalls = ({ ask }: Connection): Pick<Engine, 'execInContainer'> => ({
  execInContainer: (id, request, options = {}) =>
    ask({ doing: `run ${request.command.join(' ')} in container ${id}` }, options.signal, (docker) =>
      runExec(docker, { id, request }, options),
    ),
})

async function runExec(
  docker: Docker,
  { id, request }: { id: string; request: ExecRequest },
  { signal, onOutput }: ExecOptions,
): Promise<ExecResult> {
  const exec = await createExec(docker, { id, request, body: {} }, signal)
  const output = outputTail()
  const body = { Detach: false, Tty: false }
  // Why a command could not be started comes as its output.
  const stream = await openStream(docker, { method: 'POST', path: `/exec/${exec}/start`, body, signal })
  for await (const line of readOutputLines(readStreams(stream))) {
    output.add(line.text)
    onOutput?.(line)
  }
  return { exitCode: await exitCodeOf(docker, exec, signal), output: output.text() }
}

/** Prepares a command; `body` is what it needs besides. Resolves with the id of the exec. */
export async function createExec(
  docker: Docker,
  { id, request, body: rest }: { id: string; request: ExecRequest; body: object },
  signal: AbortSignal | undefined,
): Promise<string> {
  const body = {
    AttachStdout: true,
    AttachStderr: true,
    ...rest,
    Cmd: request.command,
    ...(request.user !== undefined && { User: request.user }),
    ...(request.workingDir !== undefined && { WorkingDir: request.workingDir }),
    ...(request.env && { Env: request.env }),
    ...(request.isPrivileged && { Privileged: true }),
  }
  const path = `/containers/${encodeURIComponent(id)}/exec`
  // Safe: the Engine's answer to the creation of an exec.
  const { Id } = (await readJson(docker, { method: 'POST', path, body, signal })) as { Id: string }
  return Id
}

/** The output may end a moment before the Engine has noted that the command has. */
export async function exitCodeOf(
  docker: Docker,
  exec: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (;;) {
    // Safe: the Engine's description of an exec; the code is null while it runs.
    const { ExitCode } = (await readJson(docker, { method: 'GET', path: `/exec/${exec}/json`, signal })) as {
      ExitCode: number | null
    }
    if (ExitCode !== null) return ExitCode
    await setTimeout(askAgainMs, undefined, { ...(signal && { signal }) })
  }
}

const askAgainMs = 20

const tailBytes = 64 * 1024

/** Keeps the last of what is added, a line each. */
function outputTail() {
  const lines: string[] = []
  let size = 0
  return {
    add(line: string) {
      lines.push(line)
      size += line.length + 1
      while (size > tailBytes && lines.length > 1) size -= (lines.shift() ?? '').length + 1
    },
    text: () => lines.join('\n'),
  }
}
