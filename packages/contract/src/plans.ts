import { Type } from 'typebox'
import { DeployOptions, DownOptions } from './deployments.ts'
import { PlanView } from './plan-view.ts'
import { ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

export const createPlan = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/plans',
  operationId: 'createPlan',
  summary: 'What a deployment or a tear-down would do, and why. Changes nothing.',
  tag: 'Operations',
  permission: 'project:read',
  params: ProjectParams,
  body: Type.Object(
    {
      kind: Type.Enum(['up', 'down']),
      deploy: Type.Optional(DeployOptions),
      down: Type.Optional(DownOptions),
    },
    { additionalProperties: false },
  ),
  headers: ['Accept', 'Idempotency-Key'],
  reply: PlanView,
  problems: ['COMPOSE_INVALID', 'POLICY_VIOLATION', 'SERVICE_NOT_FOUND'],
})
