import { itemsOf, nodeAt, textAt } from '../tree.ts'
import { type Check, report } from './check.ts'

const actionsWithoutTarget = ['rebuild', 'restart']

/** Files that are copied into the container go somewhere. */
export function checkDevelop(check: Check): void {
  const { service, name, path, findings } = check
  for (const [index, rule] of itemsOf(nodeAt(service, 'develop', 'watch')).entries()) {
    const place = [...path, 'develop', 'watch', index]
    const action = textAt(rule, 'action')
    const isFine = action === undefined || actionsWithoutTarget.includes(action) || textAt(rule, 'target')
    if (isFine || findings.isFaulty(...place)) continue
    report(check, {
      code: 'COMPOSE_MISSING_KEY',
      message: `A watch rule of the service "${name}" has the action \`${action}\` and no target.`,
      fix: 'Add `target:` with a path in the container.',
      origin: nodeAt(rule, 'action')?.origin,
      path: place,
    })
  }
}
