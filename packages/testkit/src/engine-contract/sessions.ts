import type { OutputChunk } from '@berth/docker-engine'
import { expect, it } from 'vitest'
import { collect, commands, create, run, type Subject } from './subject.ts'

/** Input and output of what runs. */
export function sessionRules(subject: () => Subject): void {
  const plain = { isTty: false, hasInput: false }

  it('attaches before the start, and misses nothing of the output', async () => {
    const { engine } = subject()
    const id = await create(subject(), 'one', { Cmd: commands.failing })
    const session = await engine.attachContainer(id, plain)
    await engine.startContainer(id)
    expect(textOf(await collect(session.output))).toEqual({ stdout: 'out\n', stderr: 'err\n' })
  })

  it('runs a command, gives it input and tells its output and exit code', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const failing = await engine.openExec(id, { command: commands.failing }, plain)
    expect(textOf(await collect(failing.output))).toEqual({ stdout: 'out\n', stderr: 'err\n' })
    await expect(failing.exitCode()).resolves.toBe(3)

    const echo = await engine.openExec(id, { command: commands.echoing }, { isTty: false, hasInput: true })
    await echo.write(new TextEncoder().encode('hello'))
    echo.endInput()
    expect(textOf(await collect(echo.output))).toEqual({ stdout: 'hello', stderr: '' })
    await expect(echo.exitCode()).resolves.toBe(0)
  })

  it('passes signals on to what runs', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const session = await engine.attachContainer(id, plain)
    await session.signal('SIGKILL')
    expect(await collect(session.output)).toEqual([])
    await expect(engine.waitForExit(id)).resolves.toEqual({ exitCode: 137 })
    await expect(session.signal('SIGKILL')).resolves.toBeUndefined()
  })

  it('leaves a command to itself', async () => {
    const id = await run(subject(), 'one')
    await expect(subject().engine.startExec(id, { command: ['true'] })).resolves.toBeUndefined()
  })

  it('has no session where nothing runs, and no terminal either', async () => {
    const { engine, prefix } = subject()
    const missing = { code: 'ENGINE_NOT_FOUND' }
    const conflict = { code: 'ENGINE_CONFLICT' }
    const id = await create(subject(), 'one')
    const command = { command: ['true'] }
    await expect(engine.attachContainer(prefix, plain)).rejects.toMatchObject(missing)
    await expect(engine.openExec(prefix, command, plain)).rejects.toMatchObject(missing)
    await expect(engine.startExec(prefix, command)).rejects.toMatchObject(missing)
    await expect(engine.openExec(id, command, plain)).rejects.toMatchObject(conflict)
    await expect(engine.startExec(id, command)).rejects.toMatchObject(conflict)
    const session = await engine.attachContainer(id, plain)
    await expect(session.resize({ rows: 10, columns: 20 })).rejects.toMatchObject(conflict)
    session.close()
    expect(await collect(session.output)).toEqual([])
  })

  it('ends a session by abort, and leaves the container running', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const abort = new AbortController()
    const reason = new Error('enough')
    const { output } = await engine.attachContainer(id, { ...plain, signal: abort.signal })
    const reading = collect(output)
    abort.abort(reason)
    await expect(reading).rejects.toBe(reason)
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'running' } })
  })
}

/** What each stream carried, whatever the pieces. */
function textOf(chunks: readonly OutputChunk[]) {
  const of = (wanted: string) =>
    Buffer.concat(chunks.flatMap(({ stream, bytes }) => (stream === wanted ? [bytes] : []))).toString()
  return { stdout: of('stdout'), stderr: of('stderr') }
}
