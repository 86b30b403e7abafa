import type { Project } from '@berth/compose'
import { printProblem } from '../print/print-problem.ts'
import { type LoadInput, loadProjectOrName } from './load-project.ts'
import { noSuchService } from './no-such-service.ts'
import { unknownServices } from './select-services.ts'

/** The project that a command is about: with its files, or what the Engine holds under its name. */
export interface Target {
  readonly name: string
  readonly project?: Project
}

/** Finds the target; `undefined` when the files or the names of services are wrong, which has been printed. */
export function findTarget(input: LoadInput): Target | undefined {
  const found = loadProjectOrName(input)
  const { project } = found ?? {}
  const [unknown] = project === undefined ? [] : unknownServices(project, input.services)
  if (project === undefined || unknown === undefined) return found
  printProblem(noSuchService(unknown, project), input.world, input.globals.ansi)
  return undefined
}
