import { permissions, type Role, roles, routes } from '@berth/contract'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { useProblems } from '../http/problem.ts'
import { startServer } from '../testing/start-server.ts'
import { decide } from './decide.ts'
import { guardRoutes } from './guard.ts'
import { covers, lesser } from './roles.ts'

const askers = [undefined, ...roles] as const
const nameOf = (role: Role | undefined) => role ?? 'nobody'

describe('decide', () => {
  it('says who may do what, on every route', () => {
    const table = routes.map(({ method, path, permission }) => {
      const allowed = askers.filter((role) => decide(role && { role }, permission) === 'allowed').map(nameOf)
      return `${method} ${path}: ${allowed.join(' ')}`
    })
    expect(table).toEqual([
      'GET /api/v1/session: nobody admin developer viewer',
      'POST /api/v1/setup: nobody admin developer viewer',
      'POST /api/v1/session: nobody admin developer viewer',
      'DELETE /api/v1/session: admin developer viewer',
      'GET /api/v1/tokens: admin developer viewer',
      'POST /api/v1/tokens: admin developer viewer',
      'DELETE /api/v1/tokens/:token: admin developer viewer',
      'GET /api/v1/host: admin developer viewer',
      'GET /api/v1/projects: admin developer viewer',
      'POST /api/v1/projects: admin developer',
      'GET /api/v1/projects/:project: admin developer viewer',
      'PUT /api/v1/projects/:project: admin developer',
      'DELETE /api/v1/projects/:project: admin',
      'GET /api/v1/projects/:project/files/*: admin developer viewer',
      'PUT /api/v1/projects/:project/files/*: admin developer',
      'DELETE /api/v1/projects/:project/files/*: admin developer',
      'GET /api/v1/projects/:project/logs: admin developer viewer',
      'GET /api/v1/projects/:project/variables: admin developer viewer',
      'PUT /api/v1/projects/:project/variables/:variable: admin developer',
      'DELETE /api/v1/projects/:project/variables/:variable: admin developer',
      'GET /api/v1/projects/:project/env: admin developer viewer',
      'PUT /api/v1/projects/:project/env: admin developer',
      'GET /api/v1/variables: admin developer viewer',
      'PUT /api/v1/variables/:variable: admin',
      'DELETE /api/v1/variables/:variable: admin',
      'GET /api/v1/env: admin developer viewer',
      'PUT /api/v1/env: admin',
      'POST /api/v1/projects/:project/plans: admin developer viewer',
      'POST /api/v1/projects/:project/deployments: admin developer',
      'POST /api/v1/projects/:project/down: admin developer',
      'GET /api/v1/operations: admin developer viewer',
      'GET /api/v1/operations/:operation: admin developer viewer',
      'DELETE /api/v1/operations/:operation: admin developer',
      'GET /api/v1/operations/:operation/log: admin developer viewer',
    ])
  })

  it('asks nobody to sign in for what is public only', () => {
    expect(decide(undefined, 'public')).toBe('allowed')
    for (const permission of ['signed-in', ...permissions] as const) {
      expect(decide(undefined, permission)).toBe('sign-in')
    }
  })
})

describe('roles', () => {
  it('are ordered, so that the lesser of two is one of them', () => {
    for (const [index, role] of roles.entries()) {
      for (const [other, second] of roles.entries()) {
        expect(covers(role, second)).toBe(index <= other)
        expect(lesser(role, second)).toBe(roles[Math.max(index, other)])
      }
    }
  })
})

describe('the guard', () => {
  it('answers on every route of the contract as decide says', async () => {
    const server = await startServer()
    for (const { method, path, permission } of routes) {
      const url = path.replace('/*', '/compose.yaml').replaceAll(/:[a-z]+/g, 'none')
      for (const role of askers) {
        const { statusCode } = await server.call({ method, url }, nameOf(role))
        const decision = decide(role && { role }, permission)
        // Wrong password is 401 too, but comes after the validation of a body that is not there.
        const refused = statusCode === 401 ? 'sign-in' : statusCode === 403 ? 'denied' : 'allowed'
        expect(`${method} ${path} ${nameOf(role)}: ${refused}`).toBe(
          `${method} ${path} ${nameOf(role)}: ${decision}`,
        )
      }
    }
  })

  it('makes boot fail for a route that declares no permission, and names it', () => {
    const app = Fastify()
    app.decorateRequest('actor', undefined)
    useProblems(app)
    guardRoutes(app)
    expect(() => app.get('/forgotten', async () => 'secret')).toThrow('GET /forgotten declares no permission')
  })

  it('refuses to delete data as a developer, who may tear down', async () => {
    const server = await startServer()
    const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload: { files } })
    const down = { method: 'POST', url: '/api/v1/projects/shop/down' } as const
    const kept = await server.call({ ...down, payload: {} }, 'developer')
    expect(kept.statusCode).toBe(202)
    const lost = await server.call({ ...down, payload: { volumes: true } }, 'developer')
    expect(lost.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' })
  })
})
