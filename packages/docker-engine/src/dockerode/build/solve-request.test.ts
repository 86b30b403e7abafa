import { describe, expect, it } from 'vitest'
import type { BuildImage } from '../../engine.ts'
import { solveRequest } from './solve-request.ts'

const solved = (request: Partial<BuildImage>, facts = {}) =>
  solveRequest({ context: '/app', tags: ['app'], ...request }, { session: 's', inputs: {}, facts })

describe('what BuildKit is asked for', () => {
  it('is an image with its names, made from what is here', () => {
    expect(solved({ tags: ['app', 'host/app:1'] })).toMatchObject({
      Frontend: 'dockerfile.v0',
      FrontendAttrs: { 'image-resolve-mode': 'local' },
      Exporters: [{ Type: 'moby', Attrs: { name: 'app,host/app:1' } }],
      Entitlements: [],
    })
  })

  const cases: readonly { says: string; request: Partial<BuildImage>; attrs: Record<string, string> }[] = [
    {
      says: 'arguments and labels',
      request: { args: { WHO: 'ada' }, labels: { by: 'us' } },
      attrs: { 'build-arg:WHO': 'ada', 'label:by': 'us' },
    },
    { says: 'target', request: { target: 'test' }, attrs: { target: 'test' } },
    { says: 'no cache', request: { noCache: true }, attrs: { 'no-cache': '' } },
    { says: 'newer base images', request: { pull: true }, attrs: { 'image-resolve-mode': 'pull' } },
    { says: 'a network', request: { network: 'none' }, attrs: { 'force-network-mode': 'none' } },
    {
      says: 'platforms',
      request: { platforms: ['linux/amd64', 'linux/arm64'] },
      attrs: { platform: 'linux/amd64,linux/arm64' },
    },
    {
      says: 'hosts',
      request: { extraHosts: ['db=10.0.0.1', 'six=[::1]', 'two=10.0.0.2,10.0.0.3'] },
      attrs: { 'add-hosts': 'db=10.0.0.1,six=::1,two=10.0.0.2,two=10.0.0.3' },
    },
    {
      says: 'limits',
      request: { shmSizeBytes: 64n, ulimits: ['nofile=1:2', 'nproc=3:3'] },
      attrs: { 'shm-size': '64', ulimit: 'nofile=1:2,nproc=3:3' },
    },
  ]
  it.each(cases)('may say $says', ({ request, attrs }) => {
    expect(solved(request).FrontendAttrs).toMatchObject(attrs)
  })

  it('puts the address of the host where it is asked for', () => {
    const { FrontendAttrs } = solved({ extraHosts: ['host=host-gateway'] }, { hostGateway: '172.17.0.1' })
    expect(FrontendAttrs).toMatchObject({ 'add-hosts': 'host=172.17.0.1' })
  })

  it('takes the frontend that an argument names', () => {
    const args = { BUILDKIT_SYNTAX: 'docker/dockerfile:1.7 --flag' }
    expect(solved({ args })).toMatchObject({
      Frontend: 'gateway.v0',
      FrontendAttrs: { source: 'docker/dockerfile:1.7', cmdline: 'docker/dockerfile:1.7 --flag' },
    })
  })

  it('names caches to the solver and to the frontend', () => {
    const cacheFrom = [{ type: 'registry', attributes: { ref: 'host/app:cache' } }]
    const request = solved({ cacheFrom, args: { BUILDKIT_INLINE_CACHE: '1' } })
    expect(request.Cache).toEqual({
      Imports: [{ Type: 'registry', Attrs: { ref: 'host/app:cache' } }],
      Exports: [{ Type: 'inline', Attrs: {} }],
    })
    expect(JSON.parse(request.FrontendAttrs['cache-imports'] ?? '')).toEqual(request.Cache.Imports)
  })

  it('asks for the right to be on the network of the host', () => {
    expect(solved({ network: 'host', entitlements: ['security.insecure'] })).toMatchObject({
      FrontendAttrs: { 'force-network-mode': 'host' },
      Entitlements: ['security.insecure', 'network.host'],
    })
  })
})
