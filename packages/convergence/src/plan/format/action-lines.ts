import type { Action } from '../action.ts'
import type { ObjectChange } from '../objects/object-change.ts'
import { describeAction } from './describe-action.ts'
import { type PlanLine, span } from './plan-line.ts'

/** The actions in order. A cause that was told with an object, or with an action before, is not told again. */
export function actionLines(actions: readonly Action[], objects: readonly ObjectChange[]): PlanLine[] {
  const numbers = new Map(actions.map(({ id }, index) => [id, index + 1]))
  const width = String(actions.length).length
  const told = new Set(objects.flatMap(({ reasons }) => reasons.join(', ')))
  return actions.map((action, index) => {
    const key = `${action.group}: ${action.cause}`
    const isTold = told.has(key) || told.has(action.cause)
    told.add(key)
    const why = isTold ? '' : `  (${action.cause})`
    const number = String(index + 1).padStart(width)
    return [
      span(`  ${number}. ${describeAction(action)}`),
      span(why, 'quiet'),
      ...(action.destroys ? [span(`  destroys ${action.destroys}`, 'loss')] : []),
      span(afterText(action, numbers), 'quiet'),
    ]
  })
}

function afterText({ after, afterEnd = [] }: Action, numbers: ReadonlyMap<string, number>): string {
  const waited = [...after, ...afterEnd].map((id) => numbers.get(id) ?? 0).sort((a, b) => a - b)
  return waited.length === 0 ? '' : `  after ${waited.join(', ')}`
}
