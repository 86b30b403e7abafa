import { expect, it } from 'vitest'
import { create, type Subject } from './subject.ts'

/** Images and their names. Builds, pulls and pushes need more than an engine, and have tests of their own. */
export function imageRules(subject: () => Subject): void {
  it('finds an image by name and by id', async () => {
    const { engine, image } = subject()
    const { Id } = await engine.inspectImage(image)
    expect(Id).toMatch(/^sha256:[0-9a-f]{64}$/)
    await expect(engine.inspectImage(Id)).resolves.toMatchObject({ Id })
    await expect(engine.inspectImage(`docker.io/library/${image}:latest`)).resolves.toMatchObject({ Id })
  })

  it('does not know an image that does not exist, and names it', async () => {
    const { engine, prefix } = subject()
    const missing = { code: 'ENGINE_IMAGE_NOT_FOUND', details: { image: `${prefix}:1` } }
    await expect(engine.inspectImage(`${prefix}:1`)).rejects.toMatchObject(missing)
    await expect(engine.tagImage(`${prefix}:1`, `${prefix}:2`)).rejects.toMatchObject(missing)
    await expect(engine.removeImage(`${prefix}:1`)).rejects.toMatchObject(missing)
    await expect(engine.pushImage(`${prefix}:1`)).rejects.toMatchObject(missing)
  })

  it('finds the images of many references, however they are written', async () => {
    const { engine, image, prefix } = subject()
    const { Id } = await engine.inspectImage(image)
    await engine.tagImage(image, `${prefix}:1`)
    const references = [
      image,
      `docker.io/library/${image}`,
      `${image}:latest`,
      `${prefix}:1`,
      Id,
      Id.slice(7, 19),
    ]
    const missing = [prefix, `${prefix}:2`, `${prefix}/${image}`, `sha256:${'0'.repeat(64)}`]
    try {
      const found = await engine.findImages([...references, ...missing])
      expect([...found.keys()]).toEqual(references)
      expect([...found.values()].map((each) => each.Id)).toEqual(references.map(() => Id))
      expect(found.get(`${prefix}:1`)?.RepoTags).toContain(`${prefix}:1`)
      expect(await engine.findImages([])).toEqual(new Map())
    } finally {
      await engine.removeImage(`${prefix}:1`)
    }
  })

  it('makes an image of a container, and gives it a name', async () => {
    const { engine, prefix } = subject()
    const container = await create(subject(), 'committed')
    const { id } = await engine.commitContainer(container, { reference: `${prefix}:1` })
    try {
      await expect(engine.inspectImage(`${prefix}:1`)).resolves.toMatchObject({ Id: id })
    } finally {
      await engine.removeImage(`${prefix}:1`)
    }
    const missing = { code: 'ENGINE_NOT_FOUND' }
    await expect(engine.commitContainer(`${prefix}-missing`)).rejects.toMatchObject(missing)
  })

  it('lists the images that carry labels and have a name', async () => {
    const { engine, image, prefix } = subject()
    const { Id, Config } = await engine.inspectImage(image)
    const own = (await engine.listImages({})).find((each) => each.Id === Id)
    expect(own).toMatchObject({ RepoTags: [`${image}:latest`], Labels: Config?.Labels ?? {} })
    expect(await engine.listImages({ labels: [`${prefix}=yes`] })).toEqual([])
  })

  it('gives an image a second name, and takes it away again', async () => {
    const { engine, image, prefix } = subject()
    const { Id } = await engine.inspectImage(image)
    await engine.tagImage(image, `${prefix}:1`)
    await expect(engine.inspectImage(`${prefix}:1`)).resolves.toMatchObject({ Id })
    await engine.removeImage(`${prefix}:1`)
    await expect(engine.inspectImage(`${prefix}:1`)).rejects.toMatchObject({ code: 'ENGINE_IMAGE_NOT_FOUND' })
    await expect(engine.inspectImage(image)).resolves.toMatchObject({ Id })
  })

  it('refuses to remove the last name of an image that a container was made of', async () => {
    const { engine, image } = subject()
    const { RepoTags } = await engine.inspectImage(image)
    expect(RepoTags).toEqual([`${image}:latest`])
    await create(subject(), 'one')
    await expect(engine.removeImage(image)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })
}
