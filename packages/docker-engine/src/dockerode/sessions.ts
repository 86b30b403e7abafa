import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { compareApi } from '../api-releases.ts'
import type { ExecRequest } from '../container-access.ts'
import type { AttachOptions, EngineSessions, TerminalSize } from '../sessions.ts'
import { type Connection, hijack, readJson } from './connection.ts'
import { openSession } from './container-session.ts'
import { createExec, exitCodeOf } from './exec.ts'

/** Input and output of what runs in containers. */
export const sessionCalls = ({ ask }: Connection): EngineSessions => ({
  attachContainer: async (id, options) => {
    const attempt = { doing: `attach to container ${id}` }
    const { signal } = options
    const socket = await ask(attempt, signal, (docker) => attach(docker, id, options))
    const resize = (size: TerminalSize) =>
      ask({ doing: `resize the terminal of container ${id}` }, signal, (docker) =>
        resizeTerminal(docker, `/containers/${encodeURIComponent(id)}/resize?`, size),
      )
    const passSignal = (name: string) =>
      ask({ doing: `pass ${name} on to container ${id}` }, signal, (docker) => kill(docker, id, name))
    return { ...openSession(socket, { ...options, attempt, resize }), signal: passSignal }
  },

  openExec: async (id, request, options) => {
    const attempt = doingExec(id, request)
    const { signal } = options
    const { exec, socket } = await ask(attempt, signal, async (docker, api) => {
      const size = consoleSize(options, api)
      const body = { ...size, AttachStdin: options.hasInput, Tty: options.isTty, ...detachKeys(options) }
      const exec = await createExec(docker, { id, request, body }, signal)
      return { exec, socket: await start(docker, exec, { ...options, size }) }
    })
    const resize = (size: TerminalSize) =>
      ask({ doing: `resize the terminal of a command in container ${id}` }, signal, (docker) =>
        resizeTerminal(docker, `/exec/${exec}/resize?`, size),
      )
    const exitCode = () => ask(attempt, signal, (docker) => exitCodeOf(docker, exec, signal))
    return { ...openSession(socket, { ...options, attempt, resize }), exitCode }
  },

  startExec: (id, request, { signal } = {}) =>
    ask(doingExec(id, request), signal, async (docker) => {
      const exec = await createExec(docker, { id, request, body: {} }, signal)
      await readJson(docker, { method: 'POST', path: `/exec/${exec}/start`, body: { Detach: true }, signal })
    }),
})

const doingExec = (id: string, { command }: ExecRequest) => ({
  doing: `run ${command.join(' ')} in container ${id}`,
})

const detachKeys = ({ detachKeys }: AttachOptions) =>
  detachKeys === undefined ? {} : { DetachKeys: detachKeys }

function attach(
  docker: Docker,
  id: string,
  { hasInput, detachKeys, signal }: AttachOptions,
): Promise<Duplex> {
  const query = {
    stream: true,
    stdin: hasInput,
    stdout: true,
    stderr: true,
    ...(detachKeys !== undefined && { detachKeys }),
  }
  return hijack(docker, { path: `/containers/${encodeURIComponent(id)}/attach?`, query, signal })
}

function start(
  docker: Docker,
  exec: string,
  { isTty, size, signal }: { isTty: boolean; size: object; signal?: AbortSignal },
): Promise<Duplex> {
  return hijack(docker, { path: `/exec/${exec}/start`, body: { Detach: false, Tty: isTty, ...size }, signal })
}

/** Older Engines have to be told later. */
function consoleSize({ isTty, size }: AttachOptions, api: string): object {
  if (!isTty || size === undefined || compareApi(api, '1.42') < 0) return {}
  return { ConsoleSize: [size.rows, size.columns] }
}

async function kill(docker: Docker, id: string, name: string): Promise<void> {
  try {
    await docker.getContainer(id).kill({ signal: name })
  } catch (error) {
    // It has ended, or has even gone.
    if (![404, 409].includes((error as { statusCode?: number }).statusCode ?? 0)) throw error
  }
}

async function resizeTerminal(docker: Docker, path: string, { rows, columns }: TerminalSize): Promise<void> {
  await readJson(docker, { method: 'POST', path, query: { h: rows, w: columns } })
}
