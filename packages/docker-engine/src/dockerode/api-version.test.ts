import { describe, expect, it } from 'vitest'
import { compareApi } from '../api-releases.ts'
import type { ContainerBody } from '../bodies.ts'
import { negotiateApi, requireApi } from './api-version.ts'

describe('the API version', () => {
  it('compares by numbers', () => {
    expect(['1.45', '1.9', '1.41', '2.0'].sort(compareApi)).toEqual(['1.9', '1.41', '1.45', '2.0'])
  })

  it.each([
    { engines: '1.41', spoken: '1.41' },
    { engines: '1.45', spoken: '1.45' },
    { engines: '1.99', spoken: '1.51' },
  ])('is $spoken with an Engine that knows $engines', ({ engines, spoken }) => {
    expect(negotiateApi(engines)).toBe(spoken)
  })

  it('is refused when it is older than 1.41', () => {
    expect(() => negotiateApi('1.40')).toThrow(expect.objectContaining({ code: 'ENGINE_TOO_OLD' }))
  })

  const body = (rest: Partial<ContainerBody>): ContainerBody => ({
    Image: 'i',
    Labels: {},
    HostConfig: {},
    ...rest,
  })

  it.each<{ field: string; needs: string; body: ContainerBody }>([
    {
      field: 'Healthcheck.StartInterval',
      needs: '1.44',
      body: body({ Healthcheck: { Test: ['CMD', 'true'], StartInterval: 1 } }),
    },
    {
      field: 'VolumeOptions.Subpath',
      needs: '1.45',
      body: body({
        HostConfig: { Mounts: [{ Type: 'volume', Target: '/d', VolumeOptions: { Subpath: 's' } }] },
      }),
    },
    {
      field: 'MacAddress of a network',
      needs: '1.44',
      body: body({ NetworkingConfig: { EndpointsConfig: { n: { MacAddress: '02:00:00:00:00:01' } } } }),
    },
  ])('must be $needs for $field, rather than drop it', ({ field, needs, body: asked }) => {
    expect(() => requireApi.container(asked, needs)).not.toThrow()
    expect(() => requireApi.container(asked, '1.41')).toThrow(
      expect.objectContaining({ code: 'ENGINE_TOO_OLD', details: { field, needs, speaks: '1.41' } }),
    )
  })

  it('must be 1.42 for limits of a build, rather than build without them', () => {
    const request = { context: '/app', tags: ['app'], ulimits: ['nofile=1:1'] }
    expect(() => requireApi.build(request, '1.42')).not.toThrow()
    expect(() => requireApi.build(request, '1.41')).toThrow(
      expect.objectContaining({
        code: 'ENGINE_TOO_OLD',
        message: expect.stringContaining('limit of a build'),
      }),
    )
  })

  it('does not matter for what every supported Engine knows, or may drop', () => {
    expect(() => requireApi.container(body({ Healthcheck: { Test: ['CMD', 'true'] } }), '1.41')).not.toThrow()
    const NetworkingConfig = { EndpointsConfig: { n: { GwPriority: 1 } } }
    expect(() => requireApi.container(body({ NetworkingConfig }), '1.41')).not.toThrow()
    expect(() => requireApi.network({ Name: 'n', Labels: {}, EnableIPv4: true }, '1.41')).not.toThrow()
  })
})
