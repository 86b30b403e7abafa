import type { BuildImage } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { projectFrom } from '../../testing/states.ts'
import { toDesiredState } from '../to-desired-state.ts'

const requestOf = (build: string, rest = ''): BuildImage | undefined =>
  toDesiredState(
    projectFrom(
      `name: shop\nservices: {web: {build: ${build}${rest}}}\nsecrets: {token: {environment: TOKEN}}\n`,
      {
        environment: { TOKEN: 'hush' },
      },
    ),
  ).services[0]?.build

describe('the build of a service', () => {
  it('has the name and the labels that Docker Compose gives', () => {
    expect(requestOf('{context: /app, labels: {by: us}, tags: [host/web:1]}')).toEqual({
      context: '/app',
      dockerfile: 'Dockerfile',
      tags: ['shop-web', 'host/web:1'],
      labels: {
        by: 'us',
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'web',
        'com.docker.compose.version': '2.40.3',
      },
    })
  })

  it('leaves out arguments without a value, and what says no', () => {
    const request = requestOf('{context: /app, args: {A: "1", B: }, no_cache: false, pull: false}')
    expect(request).toMatchObject({ args: { A: '1' } })
    expect(request).not.toHaveProperty('noCache')
    expect(request).not.toHaveProperty('pull')
  })

  it('holds the secret of a variable as a function, so that no plan shows it', () => {
    const request = requestOf('{context: /app, secrets: [{source: token, target: npm}]}')
    expect(request?.secrets).toEqual([{ id: 'npm', read: expect.any(Function) }])
    expect(request?.secrets?.map((secret) => 'read' in secret && secret.read())).toEqual(['hush'])
    expect(JSON.stringify(request)).not.toContain('hush')
  })

  it.each([
    {
      build: '{context: /app, ulimits: {nofile: 5, nproc: {soft: 1, hard: 2}}}',
      has: { ulimits: ['nofile=5:5', 'nproc=1:2'] },
    },
    { build: '{context: /app, privileged: true}', has: { entitlements: ['security.insecure'] } },
    {
      build: '{context: /app, cache_from: ["type=local,src=cache", "host/app:cache"]}',
      has: { cacheFrom: [{ type: 'registry', attributes: { ref: 'host/app:cache' } }] },
    },
    { build: '{context: /app, shm_size: 1m}', has: { shmSizeBytes: 1024 * 1024 } },
    {
      build: '{context: /app, ssh: [default, key=/id]}',
      has: { ssh: [{ id: 'default' }, { id: 'key', path: '/id' }] },
    },
    { build: '{context: /app, extra_hosts: ["a:1.2.3.4"]}', has: { extraHosts: ['a=1.2.3.4'] } },
    {
      build:
        '{context: /app, additional_contexts: {lib: ../lib, base: "docker-image://alpine", l: "oci-layout://l:1"}}',
      has: { contexts: { lib: '/lib', base: 'docker-image://alpine', l: 'oci-layout:///project/l:1' } },
    },
  ])('says $build', ({ build, has }) => {
    expect(requestOf(build)).toMatchObject(has)
  })

  it.each([
    {
      said: 'one platform',
      build: '{context: /app, platforms: [linux/arm64]}',
      rest: '',
      is: ['linux/arm64'],
    },
    {
      said: 'several',
      build: '{context: /app, platforms: [linux/arm64, linux/amd64]}',
      rest: '',
      is: undefined,
    },
    {
      said: 'several, and that of the service',
      build: '{context: /app, platforms: [linux/arm64, linux/amd64]}',
      rest: ', platform: linux/amd64',
      is: ['linux/amd64'],
    },
  ])('is for what a container can run on: $said', ({ build, rest, is }) => {
    expect(requestOf(build, rest)?.platforms).toEqual(is)
  })
})
