import type { Project } from '@berth/compose'
import { loadPolicy } from '../policy/load-policy.ts'
import { type JudgePlan, planJudge } from '../policy/plan-judge.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { type LoadedProject, type LoadInput, loadWithFiles } from './load-project.ts'
import { noSuchService } from './no-such-service.ts'
import { unknownServices } from './select-services.ts'
import { type ShapeFlags, shapeProject } from './shape-project.ts'

/** Changes a project as the flags of a command say, or tells why it cannot. */
export type ShapeProject = (project: Project) => Project | { readonly problem: Problem }

/** A project, and what a policy says of plans for it. */
export interface WantedProject {
  readonly project: Project
  readonly judge: JudgePlan
}

type PolicyFlags = { readonly policy?: string | undefined }

/** The project that `up` or its plan is about; `undefined` when something is wrong, which has been printed. */
export const wantedProject = (
  input: LoadInput & { readonly flags: ShapeFlags & PolicyFlags },
): WantedProject | undefined => shapedProject(input, (project) => shapeProject(project, input.flags))

/** The same, with the variables that the files are read with. */
export type ShapeWithVariables = (
  project: Project,
  variables: LoadedProject['environment'],
) => ReturnType<ShapeProject>

/** The same with the flags of another command. */
export function shapedProject(
  input: LoadInput & { readonly flags?: PolicyFlags },
  shape: ShapeWithVariables,
): WantedProject | undefined {
  const { services, world, globals, flags = {} } = input
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
  if ('problem' in shaped) return refuse(shaped.problem)
  const policy = loadPolicy(flags, world)
  if ('problem' in policy) return refuse(policy.problem)
  return { project: shaped, judge: planJudge(policy.policy, found) }
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
