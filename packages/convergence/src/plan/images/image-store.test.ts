import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import { projectFrom, stateLike } from '../../testing/states.ts'
import { planUp } from '../up.ts'
import { planBuild } from './plan-build.ts'

function planned(service: string, { keepsPlatforms = false, byDefault = '' } = {}) {
  const environment = byDefault === '' ? {} : { DOCKER_DEFAULT_PLATFORM: byDefault }
  const desired = toDesiredState(projectFrom(`name: shop\nservices: {web: ${service}}`, { environment }))
  const state = stateLike(desired, {
    containers: [],
    images: Object.fromEntries(desired.services.map(({ image }) => [image, null])),
    around: { keepsPlatforms },
  })
  return { build: planBuild(desired, state), up: planUp(desired, state) }
}

const platformsOf = ({ actions }: ReturnType<typeof planned>['up']) =>
  actions.flatMap((action) => (action.kind === 'build-image' ? [action.build.platforms] : []))

const several = '{build: {context: /app, platforms: [linux/amd64, linux/arm64]}}'

describe('a build for several platforms (R90)', () => {
  it('is for all of them where the Engine can keep that', () => {
    const { build } = planned(several, { keepsPlatforms: true })
    expect(platformsOf(build)).toEqual([['linux/amd64', 'linux/arm64']])
    expect(build.problems).toEqual([])
  })

  it('is a problem that says what helps where it cannot', () => {
    expect(planned(several).build.problems).toMatchObject([
      {
        code: 'PLAN_NEEDS_CONTAINERD_STORE',
        service: 'web',
        fix: expect.stringContaining('containerd-snapshotter'),
      },
    ])
  })

  it('is for one when containers are made, and that is said', () => {
    const { up } = planned(several)
    expect(platformsOf(up)).toEqual([undefined])
    expect(up.problems).toEqual([])
    expect(up.notices).toEqual([
      'Service web is built for the platform of the Engine alone, as its containers run there; `berth build` builds for linux/amd64, linux/arm64.',
    ])
  })
})

describe('attestations (R90)', () => {
  const attested = '{build: {context: /app, provenance: mode=max, sbom: true}}'
  const attestationsOf = ({ actions }: ReturnType<typeof planned>['up']) =>
    actions.flatMap((action) => (action.kind === 'build-image' ? [action.build.attestations] : []))

  it('go with the image where the Engine can keep them', () => {
    const { build, up } = planned(attested, { keepsPlatforms: true })
    for (const plan of [build, up]) {
      expect(attestationsOf(plan)).toEqual([{ provenance: 'mode=max', sbom: '' }])
      expect(plan).toMatchObject({ notices: [], problems: [] })
    }
  })

  it('are a problem of a build where it cannot, and are left out with a notice when containers are made', () => {
    const { build, up } = planned(attested)
    expect(build.problems).toMatchObject([{ code: 'PLAN_NEEDS_CONTAINERD_STORE', service: 'web' }])
    expect(attestationsOf(up)).toEqual([undefined])
    expect(up.problems).toEqual([])
    expect(up.notices).toEqual([
      'Service web: the image gets no provenance and sbom, as the image store of this Engine keeps none.',
    ])
  })

  it('are none where the file says false', () => {
    expect(planned('{build: {context: /app, provenance: false}}').build.problems).toEqual([])
  })
})

describe('DOCKER_DEFAULT_PLATFORM', () => {
  it('is what a service is built for, made for and hashed with that says nothing of it', () => {
    const byDefault = 'linux/arm64'
    const { up } = planned('{build: /app}', { byDefault })
    expect(platformsOf(up)).toEqual([['linux/arm64']])
    expect(up.actions).toContainEqual(
      expect.objectContaining({ kind: 'create-container', platform: 'linux/arm64' }),
    )
    expect(planned('{image: nginx}', { byDefault }).up.actions).toContainEqual(
      expect.objectContaining({ kind: 'pull-image', platform: 'linux/arm64' }),
    )
  })

  it('gives way to the platform of the service', () => {
    const { up } = planned('{build: /app, platform: linux/amd64}', { byDefault: 'linux/arm64' })
    expect(platformsOf(up)).toEqual([['linux/amd64']])
  })

  it('has to be among those that a service is built for', () => {
    const { up } = planned(several, { byDefault: 'linux/riscv64' })
    expect(up.problems).toMatchObject([
      {
        code: 'PLAN_ATTRIBUTE_NOT_APPLIED',
        fix: 'Add it to `build.platforms`, or name one of those in DOCKER_DEFAULT_PLATFORM.',
      },
    ])
  })
})

it('builds without a cache that is a folder, and says so (R52)', () => {
  const { build, up } = planned('{build: {context: /app, cache_from: ["type=local,src=c"]}}')
  for (const { notices, problems, actions } of [build, up]) {
    expect(problems).toEqual([])
    expect(notices).toEqual([
      'Service web: build.cache_from has no effect, as Berth does not read a cache that is a folder, and builds without it.',
    ])
    const builds = actions.flatMap((action) => (action.kind === 'build-image' ? [action.build] : []))
    expect(builds).toEqual([expect.not.objectContaining({ cacheFrom: expect.anything() })])
  }
})
