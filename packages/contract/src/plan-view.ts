import { type Static, Type } from 'typebox'
import { ObjectChange, PlanNeeds } from './plan-needs.ts'
import { ProjectName } from './projects.ts'

/** What a plan does to each service, and why. */
export const PlanServices = Type.Array(
  Type.Object({
    service: Type.String(),
    change: Type.Enum(['create', 'recreate', 'scale', 'start', 'remove', 'none']),
    reasons: Type.Array(Type.String()),
  }),
)

/** A plan as it crosses the wire: no environment values, no Engine bodies. */
export const PlanView = Type.Object({
  project: ProjectName,
  kind: Type.Enum(['up', 'down']),
  digest: Type.String({ description: 'Send it with the deployment to apply exactly this plan.' }),
  isEmpty: Type.Boolean(),
  actions: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      group: Type.String(),
      service: Type.Optional(Type.String()),
      cause: Type.String(),
      after: Type.Array(Type.String()),
      destroys: Type.Optional(Type.String()),
    }),
  ),
  services: PlanServices,
  objects: Type.Array(ObjectChange, {
    description: 'What becomes of every container, network, volume and image, what is kept included.',
  }),
  needs: PlanNeeds,
  notices: Type.Array(Type.String()),
  problems: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      fix: Type.String(),
      service: Type.Optional(Type.String()),
    }),
    {
      description: 'Why it cannot be applied; a deployment is refused with PLAN_BLOCKED while there is one.',
    },
  ),
  text: Type.String({ description: 'The plan as `berth plan` prints it.' }),
})
export type PlanView = Static<typeof PlanView>

/** Of a plan that was agreed to. */
export const PlanDigest = Type.String({
  maxLength: 128,
  description: 'Refused with PLAN_STALE when the plan has changed.',
})
