import { type Static, Type } from 'typebox'
import { OperationSchema } from './operations.ts'
import { PlanDigest, PlanView } from './plan-view.ts'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'
import { VariableSource } from './variables.ts'

export const RevisionOutcome = Type.Enum(
  ['pending', 'succeeded', 'failed', 'cancelled', 'interrupted', 'saved'],
  {
    description:
      'How its last deployment ended; `pending` while it runs. `saved`: never deployed, taken down before a rollback replaced it.',
  },
)
export type RevisionOutcome = Static<typeof RevisionOutcome>

/** What a service was made from. */
export const RevisionImage = Type.Object({
  service: Type.String(),
  image: Type.String({ description: 'The reference in the files.' }),
  id: Type.Optional(Type.String({ description: 'What the reference meant; absent until it was deployed.' })),
  digest: Type.Optional(
    Type.String({ description: 'In its registry, `sha256:…`; absent for what was built here.' }),
  ),
})
export type RevisionImage = Static<typeof RevisionImage>

/** What one deployment was made from, for good. */
export const Revision = Type.Object({
  id: Type.String({ description: '`rev_` and a ULID.' }),
  number: Type.Integer({ description: 'Counts up from 1 in each project.' }),
  project: ProjectName,
  createdAt: Type.String({ format: 'date-time' }),
  author: Type.Object({ kind: Type.String(), name: Type.String() }),
  message: Type.String({ description: 'What its author said about it; may be empty.' }),
  outcome: RevisionOutcome,
  isDeployed: Type.Boolean({ description: 'The last that was deployed with success.' }),
  isPinned: Type.Boolean({ description: 'Never removed for its age or number.' }),
  rollbackOf: Type.Optional(Type.Integer({ description: 'The number of the revision it brought back.' })),
  operation: Type.Optional(Type.String({ description: 'Id of the operation that deployed it last.' })),
  images: Type.Array(RevisionImage, { description: 'Sorted by service.' }),
})
export type Revision = Static<typeof Revision>

export const RevisionDetail = Type.Object({
  ...Revision.properties,
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
      isExecutable: Type.Boolean(),
    }),
  ),
  variables: Type.Array(
    Type.Object({
      name: Type.String(),
      value: Type.Union([Type.String(), Type.Null()], { description: 'Null for a secret.' }),
      isSecret: Type.Boolean(),
      source: VariableSource,
    }),
    { description: 'Those from beside the files; what `.env` sets is in the files.' },
  ),
  model: Type.String({ description: 'The resolved compose file, in YAML, with `***` for secrets.' }),
})
export type RevisionDetail = Static<typeof RevisionDetail>

export const RevisionDiff = Type.Object({
  from: Type.Integer(),
  to: Type.Union([Type.Integer(), Type.Literal('files')]),
  isEmpty: Type.Boolean(),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      change: Type.Enum(['added', 'removed', 'changed']),
      isBinary: Type.Boolean(),
      diff: Type.String({ description: 'Unified; empty for what is not text.' }),
    }),
  ),
  variables: Type.Array(
    Type.Object({
      name: Type.String(),
      change: Type.Enum(['added', 'removed', 'changed']),
      isSecret: Type.Boolean(),
      before: Type.Union([Type.String(), Type.Null()]),
      after: Type.Union([Type.String(), Type.Null()]),
    }),
    { description: 'Values of secrets are null: only that they differ is told.' },
  ),
  images: Type.Array(
    Type.Object({
      service: Type.String(),
      before: Type.Union([RevisionImage, Type.Null()]),
      after: Type.Union([RevisionImage, Type.Null()]),
    }),
  ),
  model: Type.String({ description: 'Unified diff of the resolved compose files.' }),
})
export type RevisionDiff = Static<typeof RevisionDiff>

export const RevisionParams = Type.Object({ project: ProjectName, revision: Type.Integer({ minimum: 1 }) })

const notFound = ['PROJECT_NOT_FOUND', 'REVISION_NOT_FOUND'] as const

/** In text: a line each of number, outcome, time, author, and the message as JSON, newest first. */
export const listRevisions = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/revisions',
  operationId: 'listRevisions',
  summary: 'What was deployed, newest first.',
  tag: 'Revisions',
  permission: 'project:read',
  params: ProjectParams,
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,9}$', description: '`nextCursor` of the page before.' }),
    ),
  }),
  headers: ['Accept'],
  problems: ['PROJECT_NOT_FOUND'],
  reply: Type.Object({
    revisions: Type.Array(Revision),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

/** In text: the resolved compose file. */
export const readRevision = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/revisions/:revision',
  operationId: 'readRevision',
  summary: 'One revision: its files, variables and resolved compose file.',
  tag: 'Revisions',
  permission: 'project:read',
  params: RevisionParams,
  headers: ['Accept'],
  problems: notFound,
  reply: RevisionDetail,
})

export const readRevisionFile = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/revisions/:revision/files/*',
  operationId: 'readRevisionFile',
  summary: 'One file as it was in a revision.',
  tag: 'Revisions',
  permission: 'project:read',
  params: Type.Object({ ...RevisionParams.properties, '*': Type.String({ minLength: 1 }) }),
  problems: [...notFound, 'FILE_NOT_FOUND', 'REVISION_DAMAGED'],
  reply: Type.Object({
    path: Type.String(),
    content: Type.String(),
    encoding: Type.Enum(['utf8', 'base64']),
  }),
})

/** In text: one unified diff of everything. */
export const diffRevisions = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/revisions/:revision/diff/:other',
  operationId: 'diffRevisions',
  summary: 'What changed from one revision to another, or (`files`) to what is there now.',
  tag: 'Revisions',
  permission: 'project:read',
  params: Type.Object({
    ...RevisionParams.properties,
    other: Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('files')]),
  }),
  headers: ['Accept'],
  problems: notFound,
  reply: RevisionDiff,
})

export const pinRevision = defineRoute({
  method: 'PUT',
  path: '/api/v1/projects/:project/revisions/:revision/pin',
  operationId: 'pinRevision',
  summary: 'Keeps a revision, however old it gets.',
  tag: 'Revisions',
  permission: 'project:deploy',
  params: RevisionParams,
  problems: notFound,
  reply: Revision,
})

export const unpinRevision = defineRoute({
  method: 'DELETE',
  path: '/api/v1/projects/:project/revisions/:revision/pin',
  operationId: 'unpinRevision',
  summary: 'Lets a revision be removed when there are many newer ones.',
  tag: 'Revisions',
  permission: 'project:deploy',
  params: RevisionParams,
  problems: notFound,
  reply: Revision,
})

export const RollbackOptions = Type.Object(
  {
    message: Type.Optional(Type.String({ maxLength: 500 })),
    onFailure: Type.Optional(Type.Enum(['rollback', 'keep'])),
    removeOrphans: Type.Optional(Type.Boolean()),
    planDigest: Type.Optional(PlanDigest),
  },
  { additionalProperties: false },
)
export type RollbackOptions = Static<typeof RollbackOptions>

/** In text: the plan as `berth plan` prints it. */
export const planRollback = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/revisions/:revision/plan',
  operationId: 'planRollback',
  summary: 'What bringing a revision back would deploy, and why. Changes nothing.',
  tag: 'Revisions',
  permission: 'project:read',
  params: RevisionParams,
  body: Type.Optional(RollbackOptions),
  headers: ['Accept', 'Idempotency-Key'],
  problems: [...notFound, 'REVISION_DAMAGED', 'COMPOSE_INVALID', 'POLICY_VIOLATION'],
  reply: PlanView,
})

/** `Prefer: wait=N` answers as a deployment does. */
export const rollBack = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/revisions/:revision/rollback',
  operationId: 'rollBack',
  summary: 'Brings files, variables and images of a revision back, and deploys them as a new revision.',
  tag: 'Revisions',
  permission: 'project:deploy',
  params: RevisionParams,
  body: Type.Optional(RollbackOptions),
  headers: ['Accept', 'Idempotency-Key', 'If-Match', 'Prefer'],
  problems: [
    ...notFound,
    'REVISION_DAMAGED',
    'FILES_CHANGED',
    'COMPOSE_INVALID',
    'PLAN_BLOCKED',
    'PLAN_STALE',
  ],
  reply: OperationSchema,
  status: 202,
})
