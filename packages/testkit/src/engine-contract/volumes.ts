import { expect, it } from 'vitest'
import { create, type Subject } from './subject.ts'

/** Volumes and who mounts them. */
export function volumeRules(subject: () => Subject): void {
  const volume = () => {
    const { engine, prefix, labels } = subject()
    return engine.createVolume({ Name: `${prefix}-data`, Labels: labels })
  }

  it('finds a volume by its label and its name', async () => {
    const { engine, prefix, label, labels } = subject()
    const found = { Name: `${prefix}-data`, Driver: 'local', Labels: labels }
    await expect(volume()).resolves.toMatchObject(found)
    await expect(engine.listVolumes({ labels: [label] })).resolves.toMatchObject([found])
    await expect(engine.inspectVolume(`${prefix}-data`)).resolves.toMatchObject(found)
  })

  it('keeps a volume that is created again', async () => {
    const { engine, prefix, labels } = subject()
    await volume()
    const again = await engine.createVolume({ Name: `${prefix}-data`, Labels: { ...labels, other: '1' } })
    expect(again.Labels).toEqual(labels)
  })

  it('does not know a volume that does not exist, which force overlooks', async () => {
    const { engine, prefix } = subject()
    await expect(engine.inspectVolume(prefix)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
    await expect(engine.removeVolume(prefix)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
    await expect(engine.removeVolume(prefix, { force: true })).resolves.toBeUndefined()
  })

  it('refuses to remove a volume that a container mounts, running or not', async () => {
    const { engine, prefix } = subject()
    await volume()
    const id = await create(subject(), 'one', {
      HostConfig: { Mounts: [{ Type: 'volume', Source: `${prefix}-data`, Target: '/data', ReadOnly: true }] },
    })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({
      Mounts: [{ Type: 'volume', Name: `${prefix}-data`, Destination: '/data', RW: false }],
    })
    await expect(engine.removeVolume(`${prefix}-data`)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
    await engine.removeContainer(id)
    await engine.removeVolume(`${prefix}-data`)
  })

  it('makes the volumes that a container names and the anonymous ones', async () => {
    const { engine, prefix } = subject()
    const Mounts = [{ Type: 'volume', Target: '/anonymous' }]
    const id = await create(subject(), 'one', { HostConfig: { Binds: [`${prefix}-named:/named`], Mounts } })
    const { Mounts: mounts } = await engine.inspectContainer(id)
    const anonymous = mounts.find(({ Destination }) => Destination === '/anonymous')?.Name ?? ''
    expect(anonymous).toMatch(/^[0-9a-f]{64}$/)

    await engine.removeContainer(id, { volumes: true })
    await expect(engine.inspectVolume(anonymous)).rejects.toMatchObject({ code: 'ENGINE_NOT_FOUND' })
    await expect(engine.inspectVolume(`${prefix}-named`)).resolves.toMatchObject({ Name: `${prefix}-named` })
    await engine.removeVolume(`${prefix}-named`)
  })
}
