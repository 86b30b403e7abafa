import { changingPermissions } from '@berth/contract'
import type { FastifyInstance } from 'fastify'

/** Who uses projects through Berth: what is asked for, and what stays open. */
export interface Attention {
  /** Somebody uses a project from now until the end that is returned. */
  enter(project: string): () => void
  /** Whether somebody does, or has since a time. */
  isUsedSince(project: string, time: number): boolean
}

/** @param now Epoch milliseconds. */
export function createAttention(now: () => number): Attention {
  const open = new Map<string, number>()
  const left = new Map<string, number>()
  return {
    enter(project) {
      let isOpen = true
      open.set(project, (open.get(project) ?? 0) + 1)
      return () => {
        if (!isOpen) return
        isOpen = false
        left.set(project, now())
        const others = (open.get(project) ?? 1) - 1
        if (others > 0) open.set(project, others)
        else open.delete(project)
      }
    },
    isUsedSince: (project, time) =>
      open.has(project) || (left.get(project) ?? Number.NEGATIVE_INFINITY) > time,
  }
}

/** To look at a project is no use of it: a page may be left open. To read its logs is, or to change it. */
const using: ReadonlySet<string> = new Set([...changingPermissions, 'container:logs', 'run:create'])

/** Notes each request that uses a project, for as long as its answer goes on. */
export function noteAttention(app: FastifyInstance, attention: Attention): void {
  const leaving = new WeakMap<object, () => void>()
  app.addHook('onRequest', async (request, reply) => {
    const { permission = 'public' } = request.routeOptions.config
    // Safe: names in paths are text.
    const { project } = (request.params ?? {}) as { readonly project?: string }
    if (project === undefined || !using.has(permission)) return
    const leave = attention.enter(project)
    leaving.set(request, leave)
    // Also of a socket, which has no response.
    reply.raw.once('close', leave)
  })
  app.addHook('onResponse', async (request) => leaving.get(request)?.())
}
