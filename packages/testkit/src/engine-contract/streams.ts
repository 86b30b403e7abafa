import { expect, it } from 'vitest'
import { collect, commands, create, inspectUntil, run, type Subject } from './subject.ts'

/** Logs, events, and what an abort does. */
export function streamRules(subject: () => Subject): void {
  const runToTheEnd = async () => {
    const id = await run(subject(), 'one', { Cmd: commands.failing })
    await inspectUntil(subject(), id, ({ State }) => State.Status === 'exited')
    return id
  }

  it('reads what a program has printed, with stream and time', async () => {
    const from = Date.now() - 60_000
    const lines = await collect(subject().engine.containerLogs(await runToTheEnd(), {}))
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(['stderr err', 'stdout out'])
    for (const { time } of lines) expect(time).toBeGreaterThan(from)
  })

  it('reads only the last lines, and only those since a time', async () => {
    const { engine } = subject()
    const id = await runToTheEnd()
    await expect(collect(engine.containerLogs(id, { tail: 1 }))).resolves.toHaveLength(1)
    await expect(collect(engine.containerLogs(id, { tail: 0 }))).resolves.toEqual([])
    await expect(collect(engine.containerLogs(id, { since: Date.now() + 60_000 }))).resolves.toEqual([])
    await expect(collect(engine.containerLogs(id, { until: Date.now() - 60_000 }))).resolves.toEqual([])
  })

  it('follows until the container stops', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const reading = collect(engine.containerLogs(id, { follow: true }))
    await engine.stopContainer(id, { graceSeconds: 0 })
    await expect(reading).resolves.toEqual([])
  })

  it('has no logs of a container that does not exist', async () => {
    const { engine, prefix } = subject()
    await expect(collect(engine.containerLogs(prefix, {}))).rejects.toMatchObject({
      code: 'ENGINE_NOT_FOUND',
    })
  })

  it('replays the events of the labelled containers since a time', async () => {
    const { engine, label, prefix } = subject()
    const since = Date.now() - 1_000
    const id = await run(subject(), 'one')
    await engine.stopContainer(id, { graceSeconds: 0 })
    await engine.removeContainer(id)

    const actions: string[] = []
    for await (const event of engine.events({ labels: [label], since })) {
      if (event.type !== 'container' || event.id !== id) continue
      expect(event.attributes).toMatchObject({ name: `${prefix}-one` })
      actions.push(event.action)
      if (event.action === 'destroy') break
    }
    // How often it is killed, and whether it died before it counts as stopped, is the Engine's affair.
    const steps = ['create', 'start', 'die', 'destroy']
    expect(actions.filter((action) => steps.includes(action))).toEqual(steps)
    expect(actions).toContain('stop')
  })

  it('ends the events at a time that has passed', async () => {
    const { engine, label } = subject()
    const since = Date.now() - 1_000
    const id = await run(subject(), 'one')
    await engine.stopContainer(id, { graceSeconds: 0 })
    const told = await collect(engine.events({ labels: [label], since, until: Date.now() }))
    expect(told.map(({ action }) => action)).toEqual(expect.arrayContaining(['create', 'start']))
    for (const { time, timestamp } of told) {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
      expect(Date.parse(timestamp)).toBe(time)
    }
  })

  it('tells of an event when it happens', async () => {
    const { engine, prefix, label } = subject()
    const id = await run(subject(), 'one')
    const events = engine.events({ labels: [label], since: Date.now() })[Symbol.asyncIterator]()
    const next = events.next()
    await engine.renameContainer(id, `${prefix}-two`)
    let event = (await next).value
    // The start may share its millisecond with `since`.
    while (event?.action !== 'rename') event = (await events.next()).value
    expect(event).toMatchObject({ type: 'container', id, attributes: { name: `${prefix}-two` } })
    await events.return?.()
  })

  it('rejects with the reason of the abort, before and while it waits', async () => {
    const { engine, label } = subject()
    const reason = new Error('enough')
    const id = await create(subject(), 'one')
    await expect(engine.startContainer(id, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'created' } })

    const abort = new AbortController()
    const reading = collect(engine.events({ labels: [label], signal: abort.signal }))
    abort.abort(reason)
    await expect(reading).rejects.toBe(reason)

    await engine.startContainer(id)
    const second = new AbortController()
    const logs = collect(engine.containerLogs(id, { follow: true, signal: second.signal }))
    second.abort(reason)
    await expect(logs).rejects.toBe(reason)
  })
}
