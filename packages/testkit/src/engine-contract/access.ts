import { packTar, unpackTar } from 'modern-tar'
import { expect, it } from 'vitest'
import { collect, commands, create, run, type Subject } from './subject.ts'

/** Commands in containers, and files that go in and come out. */
export function accessRules(subject: () => Subject): void {
  const hello = () => packTar([{ header: { name: 'hello', size: 5, uid: 7, mode: 0o640 }, body: 'hello' }])
  const missing = { code: 'ENGINE_NOT_FOUND' }

  it('runs a command and tells its exit code and what it printed', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const lines: string[] = []
    const result = await engine.execInContainer(
      id,
      { command: commands.failing },
      { onOutput: ({ stream, text }) => lines.push(`${stream} ${text}`) },
    )
    expect(result.exitCode).toBe(3)
    expect(lines.sort()).toEqual(['stderr err', 'stdout out'])
    expect(result.output.split('\n').sort()).toEqual(['err', 'out'])
  })

  it('runs a command only where something runs', async () => {
    const { engine, prefix } = subject()
    const command = { command: ['true'] }
    const id = await create(subject(), 'one')
    await expect(engine.execInContainer(id, command)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
    await expect(engine.execInContainer(prefix, command)).rejects.toMatchObject(missing)
    await engine.startContainer(id)
    await expect(engine.execInContainer(id, command)).resolves.toEqual({ exitCode: 0, output: '' })
    await engine.pauseContainer(id)
    await expect(engine.execInContainer(id, command)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })

  it('puts files into a container that does not run, and gives them back', async () => {
    const { engine } = subject()
    const id = await create(subject(), 'one')
    await engine.putArchive(id, '/tmp', await hello())
    await expect(engine.statPath(id, '/tmp/hello')).resolves.toEqual({
      name: 'hello',
      kind: 'file',
      sizeBytes: 5,
      mode: 0o640,
    })
    await expect(engine.statPath(id, '/tmp')).resolves.toMatchObject({ name: 'tmp', kind: 'folder' })
    const files = await unpackTar(Buffer.concat(await collect(engine.getArchive(id, '/tmp'))))
    const inside = files.find(({ header }) => header.name === 'tmp/hello')
    expect(new TextDecoder().decode(inside?.data)).toBe('hello')
  })

  it('exports all files of a container that does not run', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one')
    await engine.putArchive(id, '/tmp', await hello())
    const files = await unpackTar(Buffer.concat(await collect(engine.exportContainer(id))))
    const inside = files.find(({ header }) => header.name === 'tmp/hello')
    expect(new TextDecoder().decode(inside?.data)).toBe('hello')
    await expect(collect(engine.exportContainer(prefix))).rejects.toMatchObject(missing)
  })

  it('keeps the owner in the tar, or gives files to the user of the container', async () => {
    const { engine } = subject()
    const id = await create(subject(), 'one', { User: 'root' })
    const ownerOf = async () => {
      const [file] = await unpackTar(Buffer.concat(await collect(engine.getArchive(id, '/tmp/hello'))))
      return file?.header.uid
    }
    await engine.putArchive(id, '/tmp', await hello())
    await expect(ownerOf()).resolves.toBe(7)
    await engine.putArchive(id, '/tmp', await hello(), { isOwnedByUser: true })
    await expect(ownerOf()).resolves.toBe(0)
  })

  it('copies to and from places that exist only', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one')
    await expect(engine.putArchive(id, '/nowhere', await hello())).rejects.toMatchObject(missing)
    await expect(engine.putArchive(prefix, '/tmp', await hello())).rejects.toMatchObject(missing)
    await expect(engine.statPath(id, '/nowhere')).rejects.toMatchObject(missing)
    await expect(engine.statPath(prefix, '/tmp')).rejects.toMatchObject(missing)
    await expect(collect(engine.getArchive(id, '/nowhere'))).rejects.toMatchObject(missing)
  })

  it('tells of a fault in the making of the tar as what it is', async () => {
    const { engine } = subject()
    const id = await create(subject(), 'one')
    const fault = new Error('this disk is broken')
    const broken = async function* () {
      yield new Uint8Array(512)
      throw fault
    }
    await expect(engine.putArchive(id, '/tmp', broken())).rejects.toBe(fault)
  })
}
