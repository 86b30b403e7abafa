import type { Role } from '@berth/contract'
import {
  builtImagesOf,
  type ObservedState,
  type Plan,
  type Policy,
  underPolicy,
  writtenLabelsOf,
} from '@berth/convergence'
import { lesser } from '../access/roles.ts'
import type { LoadedProject } from '../projects/loader.ts'
import { type FloorDependencies, floorOf } from './floor.ts'
import type { PolicyService } from './policy-service.ts'

/** On whose behalf something is planned. */
export interface Subject {
  readonly userId: string
  readonly userName: string
  /** What he was when he asked, or his token: he is held to no more than that, nor to more than what he is now. */
  readonly role?: Role | undefined
}

export interface AboutPlan {
  readonly observed: ObservedState
  readonly loaded: LoadedProject
  readonly subject: Subject
  /** That exceptions are granted for; of a run, that it is of. */
  readonly project: string
  /** Of a copy that is not registered yet. */
  readonly parent?: string | undefined
  /** Of the files, absolute. */
  readonly folder: string
}

/** A plan as the policies let it be: what they refuse is a problem of it, what they warn of a notice. */
export type JudgePlan = (plan: Plan, about: AboutPlan) => Promise<Plan>

export interface JudgeDependencies extends FloorDependencies {
  /** Of the server, for everybody. */
  readonly policy: Policy | undefined
  readonly policies: Pick<PolicyService, 'policyFor' | 'tolerated'>
  /** Of now; undefined: there is no such user any more. */
  readonly roleOf: (userId: string) => Promise<Role | undefined>
}

/**
 * Judges every plan: by the policy of the server, by what nobody but admins may whatever policies say, and by the
 * policy of the asker's role, as far as no exception has been granted. Admins are warned by the last two.
 */
export function createPlanJudge(dependencies: JudgeDependencies): JudgePlan {
  const { policy: ofServer, policies, roleOf, endpoint, projectStore } = dependencies

  /** What may be in a project may be in its copies. */
  const parentOf = async (project: string) =>
    (await projectStore.list()).find(({ name }) => name === project)?.parent

  return async (plan, { observed, loaded, subject, project, parent, folder }) => {
    const context = {
      containers: observed.containers,
      volumes: observed.volumes,
      builtImages: loaded.project === undefined ? [] : builtImagesOf(loaded.project),
      labels: loaded.project === undefined ? [] : writtenLabelsOf(loaded.project),
      origins: loaded.origins?.() ?? [],
      endpoint,
    }
    const own = { ...context, ownFolders: [folder] }
    const now = (await roleOf(subject.userId)) ?? 'viewer'
    const role = lesser(subject.role ?? now, now)
    const isAdmin = role === 'admin'
    const floor = await floorOf(project, dependencies)
    const policy = await policies.policyFor(role, subject.userName)
    const tolerated = await policies.tolerated({
      projects: [project, parent ?? (await parentOf(project))].filter((one) => one !== undefined),
      userId: subject.userId,
    })

    const byServer = ofServer === undefined ? plan : await underPolicy(plan, ofServer, context)
    const byFloor = await underPolicy(byServer, floor, { ...own, isTolerated: () => isAdmin })
    return underPolicy(byFloor, policy, { ...own, isTolerated: (rule) => isAdmin || tolerated.has(rule) })
  }
}
