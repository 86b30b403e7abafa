import { loadProject } from '@berth/compose'
import { observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { createFakeEngine } from '@berth/testkit'
import { expect, it } from 'vitest'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { fakeWorld } from '../testing/fake-world.ts'
import { globalsOf } from '../testing/globals-of.ts'
import { carryOut } from './carry-out.ts'

/** Starts six containers; the most that were being started at once. */
async function mostAtOnce(globals: FlagValues<GlobalFlags>, env: Record<string, string>): Promise<number> {
  const fake = createFakeEngine({ images: [{ reference: 'nginx' }] })
  let [now, most] = [0, 0]
  const engine = {
    ...fake,
    startContainer: async (id: string) => {
      now += 1
      most = Math.max(most, now)
      await new Promise(setImmediate)
      await fake.startContainer(id)
      now -= 1
    },
  }
  const request = { files: ['c.yaml'], workingDir: '/shop', environment: {}, envFiles: [] }
  const text = 'name: shop\nservices: {web: {image: nginx, scale: 6}}\n'
  const { project } = loadProject({ ...request, sources: new Map([['c.yaml', text]]) })
  if (project === undefined) throw new Error('the project does not load')
  const desired = toDesiredState(project)
  const observed = await observe(engine, observeTarget(desired))
  const plan = planUp(desired, observed, { wait: false })
  const world = fakeWorld({ env })
  expect(await carryOut(plan, { globals, world, engine, observed, verb: ['Deploying', 'Deployed'] })).toBe(0)
  return most
}

it.each([
  { words: ['--parallel', '1'], env: {}, most: 1 },
  { words: ['--parallel', '5'], env: {}, most: 5 },
  { words: [], env: { COMPOSE_PARALLEL_LIMIT: '3' }, most: 3 },
  { words: ['--parallel', '1'], env: { COMPOSE_PARALLEL_LIMIT: '3' }, most: 1 },
])('starts at most $most containers at once with $words and $env', async ({ words, env, most }) => {
  expect(await mostAtOnce(globalsOf(...words), env)).toBe(most)
})

it('leaves it to what the machine is good for where no limit is said', async () => {
  expect(await mostAtOnce(globalsOf('--parallel', '-1'), {})).toBe(await mostAtOnce(globalsOf(), {}))
})
