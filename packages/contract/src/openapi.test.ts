import { describe, expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'

const document = openApiDocument(routes, '0.0.0')
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

describe('the OpenAPI document', () => {
  it('is the one in openapi.json: a difference is a change of the API', async () => {
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot('../openapi.json')
  })

  it('names every operation once', () => {
    const ids = operations.map((operation) => (operation as { operationId: string }).operationId)
    expect(ids).toEqual([...new Set(ids)])
    expect(ids).toHaveLength(routes.length)
  })

  it('declares every parameter of a path, and no other', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const operation of Object.values(methods)) {
        const { parameters } = operation as { parameters: { name: string; in: string }[] }
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
          inPath,
        )
      }
    }
  })

  it('tells of a problem as the answer to every refusal', () => {
    for (const operation of operations) {
      expect(operation).toHaveProperty(['responses', 'default', 'content', 'application/problem+json'])
    }
  })

  it('asks for a session or token wherever the route is not public', () => {
    for (const route of routes) {
      const path = route.path.replace('*', '{path}').replaceAll(/:([a-z]+)/gi, '{$1}')
      const operation = document.paths[path]?.[route.method.toLowerCase()]
      expect(operation).toHaveProperty('security.length', route.permission === 'public' ? 0 : 2)
    }
  })

  it('uses every permission there is', () => {
    const used = new Set<string>(
      routes.flatMap(({ permission, conditional = [] }) => [
        permission,
        ...conditional.map((also) => also.permission),
      ]),
    )
    expect(permissions.filter((permission) => !used.has(permission))).toEqual([])
  })
})
