import { host as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Feed } from '../events/feed.ts'
import { addRoute } from '../http/route.ts'
import { version } from '../version.ts'
import type { EngineWatch } from './engine-watch.ts'

/** Whether the Engine answers, and what to do when it does not. */
export function hostRoutes(app: FastifyInstance, { watch, feed }: { watch: EngineWatch; feed: Feed }): void {
  addRoute(app, contract.readHost, async () => {
    await watch.asked
    return { engine: watch.status(), version, seq: feed.seq() }
  })
}
