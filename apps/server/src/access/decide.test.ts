import { permissions, type Role, type RouteShape, roles, routes } from '@berth/contract'
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
  it('says who may do what, on every route', async () => {
    const allowedTo = (permission: RouteShape['permission']) =>
      askers
        .filter((role) => decide(role && { role, userId: 'u1' }, permission) === 'allowed')
        .map(nameOf)
        .join(' ')
    const lines = routes.flatMap(({ method, path, permission, conditional = [] }) => [
      `${method} ${path}: ${allowedTo(permission)}`,
      ...conditional.map((also) => `  when ${also.when}: ${allowedTo(also.permission)}`),
    ])
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('permissions.golden.txt')
  })

  it('asks nobody to sign in for what is public only', () => {
    expect(decide(undefined, 'public')).toBe('allowed')
    for (const permission of ['signed-in', ...permissions] as const) {
      expect(decide(undefined, permission)).toBe('sign-in')
    }
  })
})

describe('a copy', () => {
  const developer = { role: 'developer', userId: 'u1' } as const
  const own = { isCopy: true, owner: 'u1' }
  const theirs = { isCopy: true, owner: 'u2' }

  it.each([
    ['its owner', developer, 'project:deploy', own, 'allowed'],
    ['its owner', developer, 'project:destroy', own, 'allowed'],
    ['its owner as root', developer, 'container:exec-root', own, 'denied'],
    [
      'its owner by a token without that',
      { ...developer, scope: { permissions: ['project:write'] } },
      'project:destroy',
      own,
      'denied',
    ],
    ['its owner who may only look now', { ...developer, role: 'viewer' }, 'project:destroy', own, 'denied'],
    ['another developer', developer, 'project:deploy', theirs, 'not-yours'],
    ['another developer', developer, 'container:exec', theirs, 'not-yours'],
    ['another developer who looks', developer, 'container:logs', theirs, 'allowed'],
    ['an admin', { ...developer, role: 'admin' }, 'project:destroy', theirs, 'allowed'],
    ['the owner of what is no copy', developer, 'project:destroy', { isCopy: false, owner: 'u1' }, 'denied'],
  ] as const)('%s: %j asks for %s', (_who, actor, permission, project, decision) => {
    expect(decide(actor, permission, project)).toBe(decision)
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

/** What is signed, and not as it should be, is 401 too, but of the route's own accord. */
function seenIn({ statusCode, body }: { statusCode: number; body: string }) {
  if (statusCode === 401 && body.includes('AUTH_REQUIRED')) return 'sign-in'
  return statusCode === 403 ? 'denied' : 'allowed'
}

describe('the guard', () => {
  it('answers on every route of the contract as decide says', async () => {
    const server = await startServer()
    for (const { method, path, permission } of routes) {
      const url = path.replace('/*', '/compose.yaml').replaceAll(/:[a-z]+/g, 'none')
      for (const role of askers) {
        const refused = seenIn(await server.call({ method, url }, nameOf(role)))
        const decision = decide(role && { role, userId: 'u1' }, permission)
        expect(`${method} ${path} ${nameOf(role)}: ${refused}`).toBe(
          `${method} ${path} ${nameOf(role)}: ${decision}`,
        )
      }
    }
  })

  it('lets a token do what it is for on every route, and nothing else', async () => {
    const server = await startServer()
    for (const permission of permissions) {
      const authorization = await server.scoped({ permissions: [permission] })
      for (const route of routes) {
        const url = route.path.replace('/*', '/compose.yaml').replaceAll(/:[a-z]+/g, 'none')
        const headers = { authorization }
        const { statusCode } = await server.call({ method: route.method, url, headers }, 'nobody')
        const { permission: asked, orPermission } = route as RouteShape
        const isFor = [permission, 'public', 'signed-in'].includes(asked) || permission === orPermission
        const seen = statusCode === 403 ? 'denied' : 'let in'
        expect(`${permission}: ${route.method} ${url} ${seen}`).toBe(
          `${permission}: ${route.method} ${url} ${isFor ? 'let in' : 'denied'}`,
        )
      }
    }
  })

  it('lets a token for certain projects in on no route of others', async () => {
    const server = await startServer()
    const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]
    await server.call({ method: 'PUT', url: '/api/v1/projects/blog', payload: { files } })
    const down = await server.call({ method: 'POST', url: '/api/v1/projects/blog/down?wait=20' })
    const { id } = down.json()
    const run = { method: 'POST', url: '/api/v1/projects/blog/runs', payload: { service: 'web' } } as const
    const runId = (await server.call(run)).json().id
    const authorization = await server.scoped({ projects: ['shop*'] })
    for (const { method, path, permission, isFiltered = false } of routes) {
      if (permission === 'public' || isFiltered) continue
      const isOfOne = /:(project|operation|run)\b/.test(path)
      const url = path
        .replace('/*', '/compose.yaml')
        .replace(':project', 'blog')
        .replace(':operation', id)
        .replace(':run', runId)
        .replaceAll(/:[a-z]+/g, '1')
      const reply = await server.call({ method, url, headers: { authorization } }, 'nobody')
      const missing = path.includes(':run') ? 'RUN_NOT_FOUND' : 'OPERATION_NOT_FOUND'
      const code = path.includes(':project') ? 'PROJECT_NOT_FOUND' : missing
      expect(`${method} ${path} ${reply.json().code}`).toBe(
        `${method} ${path} ${isOfOne ? code : 'ACCESS_DENIED'}`,
      )
    }
  })

  it('makes boot fail for a route that declares no permission, and names it', () => {
    const app = Fastify()
    app.decorateRequest('actor', undefined)
    useProblems(app)
    guardRoutes(app, {
      projectOf: async () => undefined,
      projectOfRun: async () => undefined,
      findProject: async () => undefined,
    })
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
