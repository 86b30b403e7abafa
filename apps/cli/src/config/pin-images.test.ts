import { describe, expect, it } from 'vitest'
import { pinModel } from './pin-images.ts'

const digest = `sha256:${'a'.repeat(64)}`

/** The image of a model's only service, pinned; every registry answers the same digest. */
async function pin(image: string) {
  const asked: string[] = []
  const result = await pinModel({ services: { web: { image, user: 'ada' } } }, async (reference) => {
    asked.push(reference)
    return digest
  })
  return { result, asked }
}

describe('pinModel', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.29', 'docker.io/library/nginx:1.29'],
    ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
    ['index.docker.io/redis', 'docker.io/library/redis:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['127.0.0.1:5000/a/b', '127.0.0.1:5000/a/b:latest'],
    ['ghcr.io/a/b__c:v1', 'ghcr.io/a/b__c:v1'],
  ])('asks for %s by its whole name', async (image, reference) => {
    expect(await pin(image)).toEqual({
      asked: [reference],
      result: { pinned: { services: { web: { image: `${reference}@${digest}`, user: 'ada' } } } },
    })
  })

  it('asks nobody for an image that has a digest, and drops its tag', async () => {
    expect(await pin(`redis:7@${digest}`)).toEqual({
      asked: [],
      result: { pinned: { services: { web: { image: `docker.io/library/redis@${digest}`, user: 'ada' } } } },
    })
  })

  it.each([['Upper/Case'], ['a//b'], ['${NAME}'], ['a:b c']])('refuses %s', async (image) => {
    const { result } = await pin(image)
    expect(result).toMatchObject({ problem: { code: 'CLI_BAD_IMAGE' } })
  })
})
