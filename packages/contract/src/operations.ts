import { type Static, Type } from 'typebox'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

const Holder = Type.Union(
  [
    Type.Object({
      kind: Type.Literal('container'),
      name: Type.String(),
      project: Type.Optional(Type.String({ description: 'Absent: not made by Compose.' })),
      service: Type.Optional(Type.String()),
      givesUp: Type.Boolean({ description: 'This plan makes it give up what is needed.' }),
    }),
    Type.Object({
      kind: Type.Literal('program'),
      name: Type.Optional(Type.String()),
      pid: Type.Optional(Type.Integer()),
    }),
  ],
  { description: 'Who has it now: a container, or a program outside of containers.' },
)

const ObjectChange = Type.Object({
  kind: Type.Enum(['image', 'network', 'volume', 'container']),
  name: Type.String(),
  service: Type.Optional(Type.String()),
  change: Type.Enum([
    'create',
    'recreate',
    'start',
    'restart',
    'stop',
    'pause',
    'unpause',
    'signal',
    'remove',
    'pull',
    'restore',
    'build',
    'keep',
  ]),
  reasons: Type.Array(Type.String(), {
    description: 'In words: `image nginx:1.28 → nginx:1.29`, `environment DB_URL added`; values never.',
  }),
  interrupts: Type.Optional(
    Type.Object(
      {
        atLeastMs: Type.Optional(
          Type.Number({ description: 'It is down that long or longer. Absent: it does not come back.' }),
        ),
        othersRunning: Type.Integer({ description: 'Other containers of its service that run meanwhile.' }),
      },
      { description: 'Only of a container that runs now and will not for a while.' },
    ),
  ),
  destroys: Type.Optional(Type.String({ description: 'What is lost for good.' })),
})

const PlanNeeds = Type.Object({
  ports: Type.Array(
    Type.Object({
      service: Type.String(),
      hostIp: Type.String({ description: 'Empty: every address.' }),
      protocol: Type.String(),
      published: Type.Integer(),
      lastPublished: Type.Optional(
        Type.Integer({ description: 'Of a range, in which one free port is enough.' }),
      ),
      heldBy: Type.Optional(Holder),
    }),
  ),
  names: Type.Array(Type.Object({ name: Type.String(), service: Type.String(), heldBy: Holder })),
  images: Type.Array(
    Type.Object({
      image: Type.String(),
      by: Type.Enum(['pull', 'build']),
      services: Type.Array(Type.String()),
      isMissing: Type.Boolean(),
      aboutBytes: Type.Optional(
        Type.Number({ description: 'As large as the image that it takes the place of. Absent: not known.' }),
      ),
    }),
  ),
  disk: Type.Optional(
    Type.Object({
      folder: Type.String({ description: 'Where the Engine keeps its images.' }),
      aboutBytes: Type.Number(),
      unknownImages: Type.Integer({ description: 'Images whose size cannot be guessed.' }),
      freeBytes: Type.Optional(Type.Number({ description: 'Absent: the folder cannot be seen from here.' })),
    }),
  ),
})

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
  services: Type.Array(
    Type.Object({
      service: Type.String(),
      change: Type.Enum(['create', 'recreate', 'scale', 'start', 'remove', 'none']),
      reasons: Type.Array(Type.String()),
    }),
  ),
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

export const OperationState = Type.Enum([
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
])
export type OperationState = Static<typeof OperationState>

export const StepState = Type.Enum(['pending', 'running', 'done', 'skipped', 'failed', 'cancelled'])
export type StepState = Static<typeof StepState>

/** One action of the plan as it went. */
export const Step = Type.Object({
  id: Type.String({ description: "The action's id, for example `create-container:web:1`." }),
  kind: Type.String(),
  group: Type.String(),
  service: Type.Optional(Type.String()),
  cause: Type.String(),
  state: StepState,
  progress: Type.Optional(Type.String({ description: 'The latest line, for example `layer 3 of 7`.' })),
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  finishedAt: Type.Optional(Type.String({ format: 'date-time' })),
  isRollback: Type.Boolean(),
})
export type Step = Static<typeof Step>

export const OperationError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  fix: Type.Optional(Type.String()),
  service: Type.Optional(Type.String()),
  container: Type.Optional(Type.String()),
  exitCode: Type.Optional(Type.Integer()),
  outOfMemory: Type.Optional(Type.Boolean({ description: 'The kernel killed it for want of memory.' })),
  logTail: Type.Optional(
    Type.Array(Type.String(), { description: 'The last lines of the container, at most 50, oldest first.' }),
  ),
})
export type OperationError = Static<typeof OperationError>

export const OperationSchema = Type.Object({
  id: Type.String(),
  project: ProjectName,
  kind: Type.Enum(['deploy', 'down']),
  state: OperationState,
  actor: Type.Object({ kind: Type.Enum(['user', 'token']), name: Type.String() }),
  version: Type.Integer({ description: 'Grows with every change of this record.' }),
  queuedAt: Type.String({ format: 'date-time' }),
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  finishedAt: Type.Optional(Type.String({ format: 'date-time' })),
  services: PlanView.properties.services,
  notices: Type.Array(Type.String()),
  steps: Type.Array(Step),
  error: Type.Optional(OperationError),
  rolledBack: Type.Array(Type.String(), { description: 'Services whose old container was brought back.' }),
  seq: Type.Integer({ description: 'Subscribe to `operation:<id>` since this number to miss nothing.' }),
})
export type Operation = Static<typeof OperationSchema>

const Adopt = Type.Boolean({
  description: 'Take over containers of this project name that were made from files in another folder.',
})

const PlanDigest = Type.String({
  maxLength: 128,
  description: 'Refused with PLAN_STALE when the plan has changed.',
})

export const DeployOptions = Type.Object(
  {
    planDigest: Type.Optional(PlanDigest),
    build: Type.Optional(Type.Boolean({ description: 'Build images even when they exist.' })),
    forceRecreate: Type.Optional(Type.Boolean({ description: 'Replace every container, changed or not.' })),
    adopt: Type.Optional(Adopt),
    removeOrphans: Type.Optional(
      Type.Boolean({ description: 'Remove containers of services that the files no longer name.' }),
    ),
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
    volumes: Type.Optional(Type.Boolean({ description: 'Delete the named volumes of the project too.' })),
    adopt: Type.Optional(Adopt),
    removeOrphans: Type.Optional(
      Type.Boolean({ description: 'Remove containers of services that the files no longer name.' }),
    ),
  },
  { additionalProperties: false },
)
export type DownOptions = Static<typeof DownOptions>

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
  headers: ['Accept'],
  reply: PlanView,
})

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
})

export const tearDown = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/down',
  operationId: 'tearDownProject',
  summary: 'Stops and removes the containers and networks of a project.',
  tag: 'Operations',
  permission: 'project:deploy',
  params: ProjectParams,
  body: Type.Optional(DownOptions),
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: OperationSchema,
  status: 202,
})

export const OperationParams = Type.Object({ operation: Type.String({ minLength: 1, maxLength: 64 }) })

export const listOperations = defineRoute({
  method: 'GET',
  path: '/api/v1/operations',
  operationId: 'listOperations',
  summary: 'Operations, newest first.',
  tag: 'Operations',
  permission: 'project:read',
  query: Type.Object({
    project: Type.Optional(ProjectName),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  reply: Type.Object({ operations: Type.Array(OperationSchema) }),
})

export const readOperation = defineRoute({
  method: 'GET',
  path: '/api/v1/operations/:operation',
  operationId: 'readOperation',
  summary: 'One operation with its steps. `Prefer: wait=N` waits for its end.',
  tag: 'Operations',
  permission: 'project:read',
  params: OperationParams,
  headers: ['Accept', 'Prefer'],
  reply: OperationSchema,
})

export const cancelOperation = defineRoute({
  method: 'DELETE',
  path: '/api/v1/operations/:operation',
  operationId: 'cancelOperation',
  summary: 'Starts nothing new of a running operation, and answers with it as it now stands.',
  tag: 'Operations',
  permission: 'project:deploy',
  params: OperationParams,
  reply: OperationSchema,
})

export const readOperationLog = defineRoute({
  method: 'GET',
  path: '/api/v1/operations/:operation/log',
  operationId: 'readOperationLog',
  summary: 'What builds and pulls printed.',
  tag: 'Operations',
  permission: 'project:read',
  params: OperationParams,
  reply: Type.String(),
  produces: 'text/plain',
})
