import type { RouteShape } from '@berth/contract'
import type { FastifyInstance } from 'fastify'

/**
 * Within `app`, a body of one of the types is read by `parse`, and what comes of it is validated as the JSON body
 * that it stands for. Register it in a scope of the routes that take them: elsewhere they stay refused.
 */
export function acceptUploads(
  app: FastifyInstance,
  types: NonNullable<RouteShape['uploads']>,
  parse: (body: Buffer) => Promise<unknown>,
): void {
  app.addContentTypeParser([...types], { parseAs: 'buffer' }, (_request: unknown, body: Buffer) =>
    parse(body),
  )
}
