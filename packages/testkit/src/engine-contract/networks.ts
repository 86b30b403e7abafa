import { expect, it } from 'vitest'
import { create, run, type Subject } from './subject.ts'

/** Networks and who is on them. */
export function networkRules(subject: () => Subject): void {
  const network = async (name: string) => {
    const { engine, prefix, labels } = subject()
    return engine.createNetwork({ Name: `${prefix}-${name}`, Labels: labels })
  }

  it('finds a network by its whole name, its label and its id', async () => {
    const { engine, prefix, label, labels } = subject()
    const { id } = await network('net')
    const { id: longer } = await network('net-two')
    const found = { Id: id, Name: `${prefix}-net`, Driver: 'bridge', Labels: labels }
    await expect(engine.listNetworks({ name: `${prefix}-net` })).resolves.toMatchObject([found])
    const byLabel = await engine.listNetworks({ labels: [label] })
    expect(byLabel.map(({ Id }) => Id).sort()).toEqual([id, longer].sort())
    await expect(engine.inspectNetwork(id)).resolves.toMatchObject(found)
  })

  it('refuses a second network of the same name', async () => {
    await network('net')
    await expect(network('net')).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })

  it('does not know a network that does not exist', async () => {
    const { engine, prefix } = subject()
    const id = await run(subject(), 'one')
    const missing = { code: 'ENGINE_NOT_FOUND' }
    await expect(engine.inspectNetwork(prefix)).rejects.toMatchObject(missing)
    await expect(engine.removeNetwork(prefix)).rejects.toMatchObject(missing)
    await expect(engine.connectNetwork(prefix, id, {})).rejects.toMatchObject(missing)
  })

  it('starts no container on a network that does not exist', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one', { HostConfig: { NetworkMode: `${prefix}-nowhere` } })
    await expect(engine.startContainer(id)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
  })

  it('puts a container on the networks it is created with', async () => {
    const { engine, prefix, label } = subject()
    const [one, two] = [await network('one'), await network('two')]
    const EndpointsConfig = { [`${prefix}-one`]: { Aliases: ['web'] }, [`${prefix}-two`]: {} }
    const id = await run(subject(), 'web', {
      HostConfig: { NetworkMode: `${prefix}-one` },
      NetworkingConfig: { EndpointsConfig },
    })
    const { NetworkSettings } = await engine.inspectContainer(id)
    expect(NetworkSettings.Networks).toMatchObject({
      [`${prefix}-one`]: { NetworkID: one.id, Aliases: expect.arrayContaining(['web']) },
      [`${prefix}-two`]: { NetworkID: two.id },
    })
    const [summary] = await engine.listContainers({ labels: [label] })
    expect(summary?.networks).toEqual({ [`${prefix}-one`]: one.id, [`${prefix}-two`]: two.id })
  })

  it('connects a running container, and refuses to remove a network in use', async () => {
    const { engine, prefix } = subject()
    const { id } = await network('net')
    const container = await run(subject(), 'one')
    await engine.connectNetwork(`${prefix}-net`, container, { Aliases: ['one'] })
    await expect(engine.inspectNetwork(id)).resolves.toMatchObject({
      Containers: { [container]: { Name: `${prefix}-one` } },
    })
    await expect(engine.removeNetwork(id)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })

    await engine.stopContainer(container, { graceSeconds: 0 })
    await engine.removeNetwork(id)
    await expect(engine.listNetworks({ name: `${prefix}-net` })).resolves.toEqual([])
  })
}
