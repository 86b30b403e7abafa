import { type Static, Type } from 'typebox'
import { OperationResult } from './operation-result.ts'
import { PlanServices, PlanView } from './plan-view.ts'
import { ProjectName } from './projects.ts'
import { RecoveryPolicy } from './recovery.ts'
import { defineRoute } from './route.ts'

export const OperationState = Type.Enum([
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
])
export type OperationState = Static<typeof OperationState>

/** What an operation is for. */
export const OperationKind = Type.Enum([
  'deploy',
  'down',
  'start',
  'stop',
  'restart',
  'pause',
  'unpause',
  'kill',
  'scale',
])
export type OperationKind = Static<typeof OperationKind>

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
  awaited: Type.Optional(
    Type.Enum(['healthy', 'completed', 'up'], {
      description: 'What the container was waited for to become.',
    }),
  ),
  exitCode: Type.Optional(Type.Integer()),
  restarts: Type.Optional(Type.Integer({ description: 'How often the Engine had restarted it.' })),
  outOfMemory: Type.Optional(Type.Boolean({ description: 'The kernel killed it for want of memory.' })),
  logTail: Type.Optional(
    Type.Array(Type.String(), { description: 'The last lines of the container, at most 50, oldest first.' }),
  ),
})
export type OperationError = Static<typeof OperationError>

const OperationActor = Type.Object({
  kind: Type.Enum(['user', 'token', 'webhook', 'schedule']),
  name: Type.String({ description: 'Of the user, the token or the webhook.' }),
  user: Type.String({ description: 'Name of the user, whose token or webhook it may be.' }),
})

/** What stands between a queued operation and its beginning. */
const WaitsFor = Type.Object(
  {
    operation: Type.String(),
    project: ProjectName,
    kind: OperationKind,
    user: Type.String({ description: 'Who asked for it.' }),
  },
  {
    description:
      'The operation right before it. One of another project when as many run as the host allows at once.',
  },
)

export const OperationSchema = Type.Object({
  id: Type.String(),
  project: ProjectName,
  kind: OperationKind,
  scope: Type.Array(Type.String(), { description: 'Services that were chosen; empty when all were meant.' }),
  state: OperationState,
  actor: OperationActor,
  trigger: Type.Enum(['user', 'token', 'webhook', 'schedule', 'slack', 'recovery'], {
    description:
      'What began it; `recovery`: the server, to go on with what a stop of it cut short; `schedule`: the end of the time that a copy is kept, or that it may be idle; `slack`: a command of its user there.',
  }),
  alsoFor: Type.Array(Type.String(), {
    description: 'Other users who asked for the same while it waited, and share it.',
  }),
  version: Type.Integer({ description: 'Grows with every change of this record.' }),
  revision: Type.Optional(
    Type.Integer({ description: 'The number of the revision that it deploys, from when it runs.' }),
  ),
  queuedAt: Type.String({ format: 'date-time' }),
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  finishedAt: Type.Optional(Type.String({ format: 'date-time' })),
  queuePosition: Type.Optional(Type.Integer({ description: 'While it is queued: 1 when it is next.' })),
  waitsFor: Type.Optional(WaitsFor),
  planDigest: Type.String({ description: 'Of the plan it carries out.' }),
  services: PlanServices,
  notices: Type.Array(Type.String()),
  steps: Type.Array(Step),
  result: Type.Optional(OperationResult),
  error: Type.Optional(OperationError),
  rolledBack: Type.Array(Type.String(), { description: 'Services whose old container was brought back.' }),
  rolledBackTo: Type.Optional(
    Type.Integer({
      description:
        'The number of the revision that runs again: everything that the operation had replaced was brought back, or it undid another.',
    }),
  ),
  recovery: Type.Optional(RecoveryPolicy),
  retryOf: Type.Optional(Type.String({ description: 'The operation that this one does again.' })),
  resumes: Type.Optional(
    Type.String({
      description:
        'The interrupted operation that this one goes on with or, where `recovery` is `undo`, undoes.',
    }),
  ),
  resumedBy: Type.Optional(
    Type.String({ description: 'The operation that goes on with this one, or undoes it.' }),
  ),
  seq: Type.Integer({ description: 'Subscribe to `operation:<id>` since this number to miss nothing.' }),
})
export type Operation = Static<typeof OperationSchema>

export const OperationParams = Type.Object({ operation: Type.String({ minLength: 1, maxLength: 64 }) })

export const listOperations = defineRoute({
  method: 'GET',
  path: '/api/v1/operations',
  operationId: 'listOperations',
  summary: 'Operations, newest first.',
  tag: 'Operations',
  permission: 'project:read',
  isFiltered: true,
  headers: ['Accept'],
  query: Type.Object({
    project: Type.Optional(ProjectName),
    state: Type.Optional(OperationState),
    kind: Type.Optional(OperationKind),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    operations: Type.Array(OperationSchema),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const readOperation = defineRoute({
  method: 'GET',
  path: '/api/v1/operations/:operation',
  operationId: 'readOperation',
  summary: 'One operation with its steps. `Prefer: wait=N` waits for its end.',
  tag: 'Operations',
  permission: 'project:read',
  // A deployment that is not waited for says to look here.
  orPermission: 'project:deploy',
  params: OperationParams,
  headers: ['Accept', 'Prefer'],
  reply: OperationSchema,
})

export const readOperationPlan = defineRoute({
  method: 'GET',
  path: '/api/v1/operations/:operation/plan',
  operationId: 'readOperationPlan',
  summary: 'The plan that an operation carries out.',
  tag: 'Operations',
  permission: 'project:read',
  params: OperationParams,
  headers: ['Accept'],
  reply: PlanView,
})

/** What is in flight ends first. One who shares it only leaves it; the others keep it. */
export const cancelOperation = defineRoute({
  method: 'POST',
  path: '/api/v1/operations/:operation/cancel',
  operationId: 'cancelOperation',
  summary: 'Begins nothing new of an operation, and answers with it as it now stands.',
  tag: 'Operations',
  permission: 'project:deploy',
  conditional: [{ permission: 'operation:cancel', when: 'the operation is of somebody else' }],
  params: OperationParams,
  headers: ['Accept', 'Idempotency-Key'],
  reply: OperationSchema,
  problems: ['OPERATION_NOT_YOURS'],
})

export const retryOperation = defineRoute({
  method: 'POST',
  path: '/api/v1/operations/:operation/retry',
  operationId: 'retryOperation',
  summary: 'Does again what an operation that has ended was to do, planned anew.',
  tag: 'Operations',
  permission: 'project:deploy',
  conditional: [{ permission: 'project:destroy', when: 'it deletes volumes' }],
  params: OperationParams,
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: OperationSchema,
  status: 202,
  problems: ['OPERATION_NOT_ENDED', 'SERVICE_NOT_SCALABLE'],
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
