import { expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { projectFrom, stateLike } from '../testing/states.ts'
import { describePlan } from './describe-plan.ts'
import { formatPlan } from './format/format-plan.ts'
import { planUp } from './up.ts'

const desired = toDesiredState(
  projectFrom(`
name: shop
services:
  web:
    build: {context: ., args: {TOKEN: canary-argument}}
    command: [serve, --password, canary-command]
    environment: {PASSWORD: canary-variable}
    labels: {note: canary-label}
`),
)
const plan = planUp(desired, stateLike(desired, { containers: [], images: { 'shop-web': null } }))

it('tells no value of what the Engine is sent, neither as data nor as text', () => {
  expect(JSON.stringify(plan)).toContain('canary-variable')
  expect(JSON.stringify(describePlan(plan))).not.toContain('canary')
  expect(formatPlan(plan)).not.toContain('canary')
})

it('tells every action in words, and every object', () => {
  const { actions, objects, isEmpty } = describePlan(plan)
  expect(isEmpty).toBe(false)
  expect(actions.map(({ text }) => text)).toEqual([
    'build image shop-web',
    'create network shop_default',
    'create container shop-web-1',
    'start container shop-web-1',
    'wait until shop-web-1 is up',
  ])
  expect(objects.map(({ kind, name, change }) => `${change} ${kind} ${name}`)).toEqual([
    'build image shop-web',
    'create network shop_default',
    'create container shop-web-1',
  ])
})
