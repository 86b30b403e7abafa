import type { PolicyVerdict, Role } from '@berth/contract'
import type { UserStore } from '../auth/user-store.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { ProjectStore } from '../projects/project-store.ts'
import { type CheckedText, checkText } from './check-text.ts'
import { createExceptionService, type ExceptionService } from './exception-service.ts'
import { createPlanJudge, type JudgePlan } from './judge-plan.ts'
import { createPolicyService, type PolicyService } from './policy-service.ts'
import { createPolicyStore } from './policy-store.ts'

export interface PoliciesDependencies {
  readonly db: Db
  readonly config: Pick<Config, 'dataDir' | 'policy'>
  readonly engine: { readonly endpoint: string }
  readonly users: Pick<UserStore, 'find' | 'findByName'>
  readonly projectStore: Pick<ProjectStore, 'list'>
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** Policies of roles, and what holds plans to them. */
export interface Policies {
  readonly policies: PolicyService
  readonly exceptions: ExceptionService
  readonly check: (role: Role, text: CheckedText) => Promise<PolicyVerdict>
  readonly judge: JudgePlan
}

/** Puts the parts of policies together. */
export function openPolicies(dependencies: PoliciesDependencies): Policies {
  const { db, config, engine, users, projectStore, requireProject, now } = dependencies
  const store = createPolicyStore(db)
  const policies = createPolicyService({ store, now })
  const floor = { endpoint: engine.endpoint, dataDir: config.dataDir, projectStore }
  return {
    policies,
    exceptions: createExceptionService({ store, users, requireProject, now }),
    check: (role, text) => checkText(role, text, { ...floor, policies }),
    judge: createPlanJudge({
      ...floor,
      policy: config.policy,
      policies,
      roleOf: async (userId) => (await users.find(userId))?.role,
    }),
  }
}
