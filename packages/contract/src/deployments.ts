import { type Static, Type } from 'typebox'
import { OperationSchema } from './operations.ts'
import { PlanDigest } from './plan-view.ts'
import { ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'
import { ServiceNames, TimeoutSeconds } from './services.ts'

const Adopt = Type.Boolean({
  description: 'Take over containers of this project name that were made from files in another folder.',
})

export const DeployOptions = Type.Object(
  {
    planDigest: Type.Optional(PlanDigest),
    services: Type.Optional(ServiceNames),
    noDeps: Type.Optional(
      Type.Boolean({ description: 'Only the chosen services, not what they depend on.' }),
    ),
    message: Type.Optional(
      Type.String({ maxLength: 500, description: 'What is deployed and why; kept with the revision.' }),
    ),
    build: Type.Optional(Type.Boolean({ description: 'Build images even when they exist.' })),
    pull: Type.Optional(
      Type.Enum(['always', 'missing', 'never'], {
        description: 'Instead of the `pull_policy` in the files.',
      }),
    ),
    pinDigests: Type.Optional(
      Type.Boolean({
        description:
          'Pull by digest what the registries have now, so that the plan says which image that is.',
      }),
    ),
    forceRecreate: Type.Optional(Type.Boolean({ description: 'Replace every container, changed or not.' })),
    adopt: Type.Optional(Adopt),
    removeOrphans: Type.Optional(
      Type.Boolean({ description: 'Remove containers of services that the files no longer name.' }),
    ),
    timeoutSeconds: Type.Optional(TimeoutSeconds),
    onFailure: Type.Optional(
      Type.Enum(['rollback', 'keep'], {
        description:
          'What becomes of a container that does not come up: `rollback`, the default, brings the old one back; `keep` leaves both for a look, and nothing running.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type DeployOptions = Static<typeof DeployOptions>

export const DownOptions = Type.Object(
  {
    planDigest: Type.Optional(PlanDigest),
    services: Type.Optional(ServiceNames),
    volumes: Type.Optional(Type.Boolean({ description: 'Delete the named volumes of the project too.' })),
    removeImages: Type.Optional(
      Type.Enum(['local', 'all'], {
        description:
          'Remove images too: `local`, those that were built for the project; `all`, every one that it names. One that something else uses stays.',
      }),
    ),
    timeoutSeconds: Type.Optional(TimeoutSeconds),
    adopt: Type.Optional(Adopt),
    removeOrphans: Type.Optional(
      Type.Boolean({ description: 'Remove containers of services that the files no longer name.' }),
    ),
  },
  { additionalProperties: false },
)
export type DownOptions = Static<typeof DownOptions>

/** `Prefer: wait=N` answers 200 when it succeeded and 424 when it failed, in at most N seconds. */
export const deploy = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/deployments',
  operationId: 'deployProject',
  summary: 'Makes the host match the files.',
  tag: 'Operations',
  permission: 'project:deploy',
  params: ProjectParams,
  body: Type.Optional(DeployOptions),
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: OperationSchema,
  status: 202,
  problems: ['PLAN_STALE'],
})

export const tearDown = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/down',
  operationId: 'tearDownProject',
  summary: 'Stops and removes the containers and networks of a project.',
  tag: 'Operations',
  permission: 'project:deploy',
  conditional: [{ permission: 'project:destroy', when: 'it deletes volumes' }],
  params: ProjectParams,
  body: Type.Optional(DownOptions),
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: OperationSchema,
  status: 202,
  problems: ['PLAN_STALE'],
})
