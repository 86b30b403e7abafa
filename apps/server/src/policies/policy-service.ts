import { type PolicyInput, type Role, type RolePolicy, roles } from '@berth/contract'
import { type Policy, PolicyError, readPolicy } from '@berth/convergence'
import type { Actor } from '../access/actor.ts'
import { ProblemError } from '../http/problem.ts'
import { isAnyVersion, requireMatch } from '../projects/match.ts'
import type { PolicyStore, WrittenPolicy } from './policy-store.ts'

/** What users of each role may have deployed. */
export interface PolicyService {
  list(): Promise<RolePolicy[]>
  read(role: Role): Promise<RolePolicy>
  /** @throws a problem: POLICY_INVALID with every fault, FILES_CHANGED or PRECONDITION_REQUIRED. */
  replace(role: Role, policy: PolicyInput, change: PolicyChange): Promise<RolePolicy>
  /** As it holds for a user of the role: `${user}` in its folders is the name. */
  policyFor(role: Role, userName: string): Promise<Policy>
  /** Rules from which an exception holds now. */
  tolerated(about: Parameters<PolicyStore['activeFor']>[0]): Promise<ReadonlySet<keyof Policy>>
}

export interface PolicyChange {
  readonly actor: Pick<Actor, 'userName'>
  readonly ifMatch: string | undefined
}

export interface PolicyDependencies {
  readonly store: PolicyStore
  readonly now: () => number
}

/** Where nobody has written one: nothing but what is refused to everybody who is no admin. */
const usual: PolicyInput = { base: 'open', rules: { dataLoss: 'allow' } }

/** @see PolicyService */
export function createPolicyService({ store, now }: PolicyDependencies): PolicyService {
  const read = async (role: Role) => tell(role, await store.find(role))

  return {
    list: () => Promise.all(roles.map(read)),
    read,
    async replace(role, policy, { actor, ifMatch }) {
      requireValid(policy)
      const known = await store.find(role)
      requireMatch(etagOf(known), ifMatch, `The rules for ${role}`)
      const written = {
        policy,
        version: (known?.version ?? 0) + 1,
        updatedAt: now(),
        updatedBy: actor.userName,
      }
      if (await store.replace(role, written)) return tell(role, written)
      // Somebody was quicker: what was read is not there any more, or is to be written over once more.
      if (ifMatch !== undefined && isAnyVersion(ifMatch))
        return this.replace(role, policy, { actor, ifMatch })
      const { etag } = await read(role)
      throw new ProblemError('FILES_CHANGED', `The rules for ${role} are not the ones that were read.`, {
        headers: { etag },
      })
    },
    async policyFor(role, userName) {
      const { policy } = (await store.find(role)) ?? { policy: usual }
      return forUser(toPolicy(policy), userName)
    },
    async tolerated(about) {
      return new Set((await store.activeFor(about, now())).map(({ rule }) => rule))
    },
  }
}

const etagOf = (written: WrittenPolicy | undefined) => `"v${written?.version ?? 0}"`

const tell = (role: Role, written: WrittenPolicy | undefined): RolePolicy => ({
  role,
  ...(written?.policy ?? usual),
  isUsual: written === undefined,
  isAdvisory: role === 'admin',
  etag: etagOf(written),
  ...(written && { updatedAt: new Date(written.updatedAt).toISOString(), updatedBy: written.updatedBy }),
})

/** JSON is YAML: what a file may say and what the API takes are read alike. */
const toPolicy = (policy: PolicyInput): Policy => readPolicy('policy', JSON.stringify(policy))

/** @throws a problem, POLICY_INVALID. */
function requireValid(policy: PolicyInput): void {
  try {
    toPolicy(policy)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    throw new ProblemError('POLICY_INVALID', `The policy has a fault: ${error.faults[0]?.message}.`, {
      errors: error.faults.map(({ path, message }) => ({ pointer: `body/${path.join('/')}`, message })),
    })
  }
}

/** Names of users hold neither slashes nor dots at the start. Pure. */
function forUser(policy: Policy, userName: string): Policy {
  const named = (folder: string) => folder.replaceAll('${user}', () => userName)
  return {
    ...policy,
    binds: { ...policy.binds, allowed: policy.binds.allowed.map(named) },
    protectedPaths: policy.protectedPaths.map(named),
  }
}
