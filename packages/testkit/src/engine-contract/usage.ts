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

  it('samples at once where nothing is to be compared, and counts on', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const sample = async () => (await collect(engine.containerStats(id, { isAtOnce: true })))[0]
    const [first, second] = [await sample(), await sample()]
    expect(first?.precpu_stats.system_cpu_usage ?? 0).toBe(0)
    const system = first?.cpu_stats.system_cpu_usage ?? 0
    expect(system).toBeGreaterThan(0)
    expect(second?.cpu_stats.system_cpu_usage).toBeGreaterThanOrEqual(system)
  })

  it('measures what containers have written, volumes and images', async () => {
    const { engine, prefix, labels } = subject()
    await engine.createVolume({ Name: `${prefix}-data`, Labels: labels })
    const id = await create(subject(), 'one', {
      HostConfig: { Mounts: [{ Type: 'volume', Source: `${prefix}-data`, Target: '/data' }] },
    })
    const { LayersSize, Images, Containers, Volumes } = await engine.diskUsage()
    const image = (await engine.inspectContainer(id)).Image
    const used = Images.find(({ Id }) => Id === image)
    expect(used?.Containers).toBeGreaterThan(0)
    expect(LayersSize).toBeGreaterThanOrEqual(used?.Size ?? Number.NaN)
    expect(Containers.find(({ Id }) => Id === id)).toMatchObject({
      Labels: labels,
      State: 'created',
      SizeRw: expect.any(Number),
      Mounts: [{ Type: 'volume', Name: `${prefix}-data` }],
    })
    expect(Volumes.find(({ Name }) => Name === `${prefix}-data`)).toMatchObject({
      Labels: labels,
      UsageData: { Size: expect.any(Number), RefCount: 1 },
    })
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
