import type { Rollback } from '../plan/plan.ts'
import type { Run } from './run.ts'

/**
 * Brings back what was being replaced when the run ended. Goes on to the next when one step fails, so
 * that as much as possible runs again. Resolves with the services whose old container was started.
 */
export async function rollBack(rollbacks: readonly Rollback[], run: Run): Promise<string[]> {
  const restored = new Set<string>()
  for (const rollback of rollbacks) {
    if (!run.begun.has(rollback.from) || isOver(run, rollback.until)) continue
    run.onEvent({ kind: 'rollback-started', group: rollback.group, service: rollback.service })
    for (const action of rollback.actions) {
      const outcome = await run.runRollback(action)
      if (outcome === 'done' && action.kind === 'start-container') restored.add(rollback.service)
    }
  }
  return [...restored]
}

function isOver({ outcomes }: Run, until: string): boolean {
  const outcome = outcomes.get(until)
  return outcome === 'done' || outcome === 'skipped'
}
