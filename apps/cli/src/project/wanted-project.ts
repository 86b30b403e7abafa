import type { Project } from '@berth/compose'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { type LoadedProject, type LoadInput, loadWithFiles } from './load-project.ts'
import { noSuchService } from './no-such-service.ts'
import { unknownServices } from './select-services.ts'
import { type ShapeFlags, shapeProject } from './shape-project.ts'

/** Changes a project as the flags of a command say, or tells why it cannot. */
export type ShapeProject = (project: Project) => Project | { readonly problem: Problem }

/** The project that `up` or its plan is about; `undefined` when something is wrong, which has been printed. */
export const wantedProject = (input: LoadInput & { readonly flags: ShapeFlags }): Project | undefined =>
  shapedProject(input, (project) => shapeProject(project, input.flags))

/** The same, with the variables that the files are read with. */
export type ShapeWithVariables = (
  project: Project,
  variables: LoadedProject['environment'],
) => ReturnType<ShapeProject>

/** The same with the flags of another command. */
export function shapedProject(input: LoadInput, shape: ShapeWithVariables): Project | undefined {
  const { services, world, globals } = input
  const found = loadWithFiles(input)
  if (found === undefined) return undefined
  const { project: loaded, environment } = found
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return undefined
  }
  const [unknown] = unknownServices(loaded, services)
  if (unknown !== undefined) return refuse(noSuchService(unknown, loaded))
  if (Object.keys(loaded.services).length === 0) return refuse(nothingSelected(loaded))
  const shaped = shape(loaded, environment)
  return 'problem' in shaped ? refuse(shaped.problem) : shaped
}

function nothingSelected({ disabledServices }: Project): Problem {
  const profiles = Object.values(disabledServices).flatMap((service) => service.profiles ?? [])
  const fix = `Switch one of its profiles on with --profile: ${[...new Set(profiles)].sort().join(', ')}.`
  return {
    code: 'CLI_NOTHING_SELECTED',
    message: 'no service selected',
    ...(profiles.length > 0 && { fix }),
  }
}
