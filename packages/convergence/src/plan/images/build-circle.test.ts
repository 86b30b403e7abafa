import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import { projectFrom, stateLike } from '../../testing/states.ts'
import { planUp } from '../up.ts'
import { planBuild } from './plan-build.ts'

/** `['a b', 'b a']`: a is built from b, and b from a. */
const desiredOf = (...chains: string[]) =>
  toDesiredState(
    projectFrom(
      JSON.stringify({
        name: 'shop',
        services: Object.fromEntries(
          chains.map((chain) => {
            const [name = '', ...bases] = chain.split(' ')
            const contexts = Object.fromEntries(bases.map((base) => [base, `service:${base}`]))
            return [name, { build: { context: '/app', additional_contexts: contexts } }]
          }),
        ),
      }),
    ),
  )

const absent = (desired: ReturnType<typeof desiredOf>) =>
  stateLike(desired, {
    containers: [],
    images: Object.fromEntries(desired.services.map(({ image }) => [image, null])),
  })

const circle = (...names: string[]) => ({
  code: 'PLAN_BUILD_CYCLE',
  message: `Services are built from each other in a circle, so none can be the first: ${names.join(' -> ')}.`,
})

describe('services that are built from each other in a circle (R82)', () => {
  it.each([
    { chains: ['a b', 'b a'], circles: [circle('a', 'b', 'a')] },
    { chains: ['a a'], circles: [circle('a', 'a')] },
    { chains: ['z b', 'b c', 'c b'], circles: [circle('b', 'c', 'b')] },
    { chains: ['a b', 'b c', 'c'], circles: [] },
    { chains: ['a b c', 'b d', 'c d', 'd'], circles: [] },
  ])('are a problem that names them: $chains', ({ chains, circles }) => {
    const desired = desiredOf(...chains)
    expect(planBuild(desired, absent(desired)).problems).toMatchObject(circles)
    expect(planUp(desired, absent(desired)).problems).toMatchObject(circles)
  })

  it('are none while their images are here', () => {
    const desired = desiredOf('a b', 'b a')
    expect(planUp(desired, stateLike(desired, { containers: [] })).problems).toEqual([])
  })
})
