import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Arrived } from './delivery.ts'

/** The bodies of a scope are signed byte for byte, of whatever type they say they are. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body)
}

/** A request as what is signed. */
export function arrived({ headers, body, query }: FastifyRequest): Arrived {
  const token = typeof query === 'object' && query !== null && 'token' in query ? query.token : undefined
  return {
    headers,
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    token: typeof token === 'string' && token !== '' ? token : undefined,
  }
}
