import { expect, it } from 'vitest'
import { collect, commands, create, run, type Subject } from './subject.ts'

/** What containers do and use, and when they end. */
export function usageRules(subject: () => Subject): void {
  it('lists the processes of what runs', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one')
    await expect(engine.topContainer(id)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
    await expect(engine.topContainer(prefix)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
    await engine.startContainer(id)
    const { titles, processes } = await engine.topContainer(id)
    expect(titles).toEqual(expect.arrayContaining(['PID', 'CMD']))
    expect(processes.map((row) => row[titles.indexOf('CMD')])).toEqual(['sleep 600'])
  })

  it('samples once what a container uses, and nothing of one that does not run', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one')
    const [idle] = await collect(engine.containerStats(id))
    expect(idle).toMatchObject({ cpu_stats: { cpu_usage: { total_usage: 0 } } })
    await engine.startContainer(id)
    const [sample, ...more] = await collect(engine.containerStats(id))
    expect(more).toEqual([])
    expect(sample?.cpu_stats.cpu_usage.total_usage).toBeGreaterThan(0)
    expect(sample?.pids_stats.current).toBe(1)
    await expect(collect(engine.containerStats(prefix))).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
  })

  it('samples until the container is removed', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const samples = engine.containerStats(id, { follow: true })[Symbol.asyncIterator]()
    await expect(samples.next()).resolves.toMatchObject({ done: false })
    await engine.removeContainer(id, { force: true })
    let next = await samples.next()
    while (!next.done) next = await samples.next()
    expect(next.value).toBeUndefined()
  })

  it('tells the next exit of a container that has not run, also when it is removed at once', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one', { Cmd: commands.failing, HostConfig: { AutoRemove: true } })
    const { exit } = await engine.nextExit(id)
    await engine.startContainer(id)
    await expect(exit).resolves.toEqual({ exitCode: 3 })
    await expect(engine.nextExit(prefix)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
  })

  it('tells the exit of a container once it has been removed, where that is waited for', async () => {
    const { engine } = subject()
    const id = await create(subject(), 'one', { Cmd: commands.failing, HostConfig: { AutoRemove: true } })
    const { exit } = await engine.nextExit(id, { untilRemoved: true })
    await engine.startContainer(id)
    await expect(exit).resolves.toEqual({ exitCode: 3 })
    await expect(engine.inspectContainer(id)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
  })
}
