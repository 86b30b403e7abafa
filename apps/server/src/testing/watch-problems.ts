import { commonProblems, declaredProblems } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished } from 'vitest'

/** Fails the test when a route answered with a problem that the contract does not declare for it. */
export function watchProblems(http: FastifyInstance): void {
  const undeclared = new Set<string>()
  http.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
    const { route } = routeOptions.config
    if (route === undefined || reply.statusCode < 400 || typeof payload !== 'string') return
    const code = /^[{]/.test(payload)
      ? (JSON.parse(payload) as { code?: string }).code
      : /^([A-Z_]+): /.exec(payload)?.[1]
    if (code === undefined || code.startsWith('ENGINE_')) return
    if ([...commonProblems, ...declaredProblems(route)].includes(code)) return
    undeclared.add(`${method} ${route.path}: ${code}`)
  })
  onTestFinished(() => expect([...undeclared].join('\n')).toBe(''))
}
