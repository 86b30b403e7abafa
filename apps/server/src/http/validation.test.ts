import { routes } from '@berth/contract'
import buildSerializer from 'fast-json-stringify'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { useValidation } from './validation.ts'

const app = Fastify()
useValidation(app)

// A schema is compiled when a request first needs it: a broken one must not wait for somebody to ask.
describe('the schemas of every route', () => {
  it.each(routes)('$method $path', ({ method, path: url, params, query, body, reply, produces }) => {
    for (const [httpPart, schema] of Object.entries({ params, querystring: query, body })) {
      if (schema)
        expect(typeof app.validatorCompiler?.({ schema, method, url, httpPart })({})).toBe('boolean')
    }
    if (produces === undefined) expect(typeof buildSerializer(reply)).toBe('function')
  })
})

it('compiles a schema once, for whatever asks', async () => {
  const schema = { type: 'object', properties: { n: { type: 'integer' } }, additionalProperties: false }
  const ask = async (payload: object) => {
    const server = Fastify()
    useValidation(server)
    server.post('/', { schema: { body: schema, response: { 200: schema } } }, ({ body }) => body)
    const { statusCode } = await server.inject({ method: 'POST', url: '/', payload })
    await server.close()
    return statusCode
  }
  const { properties } = schema
  let reads = 0
  const countRead = () => {
    reads += 1
    return properties
  }
  Object.defineProperty(schema, 'properties', { get: countRead, enumerable: true })
  expect(await ask({ n: 1 })).toBe(200)
  const compiled = reads
  expect(compiled).toBeGreaterThan(0)
  expect([await ask({ n: 'one' }), await ask({ n: 1 }), await ask({ m: 1 })]).toEqual([400, 200, 400])
  expect(reads).toBe(compiled)
})
