import { expect, it } from 'vitest'
import { parseImageReference } from './image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

it.each([
  ['redis', { registry: 'docker.io', name: 'redis', tag: 'latest' }],
  ['bitnami/redis:7.2', { registry: 'docker.io', name: 'bitnami/redis', tag: '7.2' }],
  ['docker.io/library/redis', { registry: 'docker.io', name: 'docker.io/library/redis', tag: 'latest' }],
  [
    'index.docker.io/library/redis',
    { registry: 'docker.io', name: 'index.docker.io/library/redis', tag: 'latest' },
  ],
  ['localhost/app', { registry: 'localhost', name: 'localhost/app', tag: 'latest' }],
  ['127.0.0.1:5000/app', { registry: '127.0.0.1:5000', name: '127.0.0.1:5000/app', tag: 'latest' }],
  ['ghcr.io/a/b/c:v1', { registry: 'ghcr.io', name: 'ghcr.io/a/b/c', tag: 'v1' }],
  [`redis:7@${digest}`, { registry: 'docker.io', name: 'redis', digest }],
])('takes %s apart', (reference, parts) => {
  expect(parseImageReference(reference)).toEqual(parts)
})
