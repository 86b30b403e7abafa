import type { Plan } from '../plan.ts'
import { actionLines } from './action-lines.ts'
import { needLines } from './need-lines.ts'
import { objectLines } from './object-lines.ts'
import { line, type PlanLine, span } from './plan-line.ts'

/**
 * The text of a plan, line by line, for whoever wants to colour it; `formatPlan` is the same without. Pure; equal
 * plans give equal lines.
 */
export function planLines(plan: Plan): PlanLine[] {
  const sections: readonly (readonly PlanLine[])[] = [
    [headline(plan)],
    plan.problems.flatMap(({ message, fix }) => [
      [span('problem:', 'problem'), span(` ${message}`)],
      line(`         ${fix}`),
    ]),
    objectLines(plan.objects),
    needLines(plan.needs),
    actionLines(plan.actions, plan.objects),
    plan.notices.map((notice) => [span('note:', 'note'), span(` ${notice}`)]),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : [line(''), ...lines]))
}

function headline({ project, kind, actions, objects, problems }: Plan): PlanLine {
  if (problems.length > 0) return line(`${project}: cannot be applied`, 'title')
  if (actions.length === 0) {
    return line(`${project}: nothing to do${kind === 'up' ? ', everything is up to date' : ''}`, 'title')
  }
  const counts = new Map<string, number>()
  for (const { change } of objects) counts.set(change, (counts.get(change) ?? 0) + 1)
  counts.delete('keep')
  // A push changes nothing here.
  const pushed = actions.filter((action) => action.kind === 'push-image').length
  if (pushed > 0) counts.set('push', pushed)
  const changes = [...counts].map(([change, count]) => `${count} to ${change}`)
  // A wait for what runs already is all that there is to do.
  const what = changes.length === 0 ? 'nothing to change, something to wait for' : changes.join(', ')
  const destroyed = actions.flatMap(({ destroys }) => destroys ?? [])
  const loss = destroyed.length === 0 ? [] : [span(`; destroys ${destroyed.join(', ')}`, 'loss')]
  return [span(`${project}: ${what}`, 'title'), ...loss]
}
