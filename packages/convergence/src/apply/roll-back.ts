import type { Rollback } from '../plan/plan.ts'
import type { Run } from './run.ts'

/**
 * Brings back what was being replaced when the run ended. Goes on to the next when one step fails, so
 * that as much as possible runs again. Resolves with the services whose old container was started.
 */
export async function rollBack(rollbacks: readonly Rollback[], run: Run): Promise<string[]> {
  const restored = new Set<string>()
  const told = new Set<string>()
  const tell = ({ group, service }: Rollback) => {
    if (!told.has(group)) run.onEvent({ kind: 'rollback-started', group, service })
    told.add(group)
  }
  for (const rollback of rollbacks) {
    if (!run.begun.has(rollback.from) || isOver(run, rollback.until)) continue
    tell(rollback)
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
