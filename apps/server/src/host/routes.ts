import { host as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Feed } from '../events/feed.ts'
import { addRoute, answerWith } from '../http/route.ts'
import { version } from '../version.ts'
import { diskText } from './disk-report.ts'
import type { EngineWatch } from './engine-watch.ts'
import { hostPortsText } from './host-ports.ts'
import type { HostView } from './host-view.ts'
import { ownersText } from './owner-usage.ts'

export interface HostSlice {
  readonly watch: EngineWatch
  readonly view: HostView
  readonly feed: Feed
}

/** Whether the Engine answers, and what to do when it does not; who holds what of the host. */
export function hostRoutes(app: FastifyInstance, { watch, view, feed }: HostSlice): void {
  addRoute(app, contract.readHost, async () => {
    await watch.asked
    return { engine: watch.status(), version, seq: feed.seq() }
  })

  addRoute(app, contract.listOwners, async ({ query }, { isText }) => {
    const { at, diskAt, owners } = await view.owners(query.sort)
    if (isText) return answerWith({ status: 200, body: ownersText(owners) })
    return {
      at: new Date(at).toISOString(),
      ...(diskAt !== undefined && { diskAt: new Date(diskAt).toISOString() }),
      owners,
    }
  })

  addRoute(app, contract.listHostPorts, async (_, { isText }) => {
    const ports = await view.ports()
    return isText ? answerWith({ status: 200, body: hostPortsText(ports) }) : { ports }
  })

  addRoute(app, contract.readHostDisk, async (_, { isText }) => {
    const disk = await view.disk()
    return isText ? answerWith({ status: 200, body: diskText(disk) }) : disk
  })
}
