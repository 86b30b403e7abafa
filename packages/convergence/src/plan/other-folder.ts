import type { DesiredState } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import type { PlanProblem } from './plan.ts'

/**
 * Containers of this project's name that were made from files in another folder: most likely somebody else's
 * copy, so the plan is refused unless it was told to take them over (R45).
 */
export function otherFolderProblems(
  { project, workingDir }: Pick<DesiredState, 'project' | 'workingDir'>,
  { containers }: ObservedState,
  { adopt = false }: { readonly adopt?: boolean },
): PlanProblem[] {
  const foreign = containers.find(
    (container) => container.workingDir !== undefined && container.workingDir !== workingDir,
  )
  if (adopt || foreign === undefined) return []
  return [
    {
      code: 'PLAN_OTHER_FOLDER',
      message: `A project ${project} was already deployed from ${foreign.workingDir}: container ${foreign.name} is its, not that of ${workingDir}.`,
      fix: `Give this copy a name of its own, with -p or name:. To take the other one over, pass -p ${project} to berth or switch on Take over in the page.`,
    },
  ]
}
