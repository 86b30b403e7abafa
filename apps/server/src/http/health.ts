import type { FastifyInstance } from 'fastify'

/** What the server needs to do its work, by name. */
export interface Readiness {
  readonly database: () => Promise<boolean>
  readonly engine: () => Promise<boolean>
}

/** `/healthz`: the process answers. `/readyz`: what it needs does too, and if not, what. */
export function healthRoutes(app: FastifyInstance, readiness: Readiness): void {
  const config = { permission: 'public' } as const
  app.get('/healthz', { config }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config }, async (_request, reply) => {
    const [database, engine] = await Promise.all([readiness.database(), readiness.engine()])
    const isReady = database && engine
    reply.code(isReady ? 200 : 503)
    return {
      status: isReady ? 'ready' : 'not ready',
      database: database ? 'ok' : 'does not answer',
      engine: engine ? 'ok' : 'does not answer',
    }
  })
}
