import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OneOff } from '../desired/one-off.ts'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { projectFrom, type StateLike, stateLike } from '../testing/states.ts'
import { type PlanDownOptions, planDown } from './down.ts'
import { describeAction } from './format/describe-action.ts'
import { formatPlan } from './format/format-plan.ts'
import { type PlanBuildOptions, planBuild } from './images/plan-build.ts'
import { type PlanPullOptions, planPull } from './images/plan-pull.ts'
import { planPush } from './images/plan-push.ts'
import { planKill } from './kill.ts'
import type { LifecycleOptions } from './lifecycle.ts'
import type { PlanUpOptions } from './options.ts'
import { planPause, planUnpause } from './pause.ts'
import type { Plan } from './plan.ts'
import { planRemove } from './remove.ts'
import { planRestart } from './restart.ts'
import { planStart } from './start.ts'
import { planStop } from './stop.ts'
import { planUp } from './up.ts'

/** One folder per case: `compose.yaml` and `observed.json` give `plan.txt`; the folder's name says what it shows. */
interface Case extends StateLike {
  /** The rules it shows. */
  readonly rules: readonly string[]
  readonly up?: PlanUpOptions
  readonly oneOff?: OneOff
  readonly down?: PlanDownOptions & { readonly withoutFiles?: boolean }
  /** Which of the plans that are about images alone, and its options. */
  readonly imagesOnly?: PlanBuildOptions & PlanPullOptions & { readonly verb: keyof typeof imagePlanners }
  readonly profiles?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Which of the plans that make no container, and its options; `withoutFiles`: from labels alone. */
  readonly lifecycle?: LifecycleOptions & {
    readonly verb: keyof typeof lifecyclePlanners
    readonly withoutFiles?: boolean
  }
}

const imagePlanners = { build: planBuild, pull: planPull, push: planPush }

const lifecyclePlanners = {
  kill: planKill,
  pause: planPause,
  remove: planRemove,
  restart: planRestart,
  start: planStart,
  stop: planStop,
  unpause: planUnpause,
}

const root = join(import.meta.dirname, '../../fixtures')
const cases = readdirSync(root).sort()

describe('a plan for what is observed', () => {
  it.each(cases)('%s', async (name) => {
    const folder = join(root, name)
    const given: Case = JSON.parse(readFileSync(join(folder, 'observed.json'), 'utf8'))
    const { profiles, environment = {}, oneOff } = given
    const project = projectFrom(readFileSync(join(folder, 'compose.yaml'), 'utf8'), {
      environment,
      ...(profiles && { profiles }),
    })
    await expect(textOf(planOf(toDesiredState(project, oneOff), given))).toMatchFileSnapshot(
      join(folder, 'plan.txt'),
    )
  })

  it('shows every rule of RULES.md that a plan can show', () => {
    const shown = new Set(cases.flatMap((name) => readCase(name).rules))
    const rules = readFileSync(join(root, '../RULES.md'), 'utf8').matchAll(/\*\*(R\d+)\*\*/g)
    const missing = [...rules]
      .map(([, rule]) => rule)
      .filter((rule) => rule !== undefined && !shown.has(rule))
    // R35 is about what happens while a plan is applied, R92 about what is added when something is made.
    expect(missing).toEqual(['R92', 'R35'])
  })
})

const readCase = (name: string): Case => JSON.parse(readFileSync(join(root, name, 'observed.json'), 'utf8'))

function planOf(desired: ReturnType<typeof toDesiredState>, given: Case): Plan {
  const observed = stateLike(desired, given)
  if (given.lifecycle !== undefined) {
    const { verb, withoutFiles = false, ...options } = given.lifecycle
    return lifecyclePlanners[verb](observed, withoutFiles ? options : { ...options, desired })
  }
  if (given.imagesOnly !== undefined) {
    const { verb, ...options } = given.imagesOnly
    return imagePlanners[verb](desired, observed, options)
  }
  if (given.down === undefined) return planUp(desired, observed, given.up)
  const { withoutFiles = false, ...options } = given.down
  return planDown(observed, withoutFiles ? options : { ...options, desired })
}

/** The plan as a person reads it, and what would undo it. */
function textOf(plan: Plan): string {
  const undo = plan.rollbacks.map(
    ({ group, from, until, actions }) =>
      `undo ${group}, from ${from} until ${until}: ${actions.map(describeAction).join(', ')}\n`,
  )
  return `${formatPlan(plan)}${undo.length > 0 ? '\n' : ''}${undo.join('')}`
}
