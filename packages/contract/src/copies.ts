import { type Static, Type } from 'typebox'
import { IdleHours, ProjectName, ProjectParams, ProjectSummary } from './projects.ts'
import { defineRoute } from './route.ts'

/** A port of the host that a copy has instead of the one in its files. */
export const CopyPortShape = Type.Object({
  service: Type.String(),
  target: Type.Integer({ description: 'The port of the container.' }),
  protocol: Type.String(),
  from: Type.String({ description: 'As the files have it.' }),
  published: Type.Integer({ description: 'The port of the host.' }),
})

export const CopyMade = Type.Object({
  name: ProjectName,
  parent: ProjectName,
  ports: Type.Array(CopyPortShape),
  notes: Type.Array(Type.String(), {
    description: 'What differs from the parent, and what is shared with it, a sentence each.',
  }),
})
export type CopyMade = Static<typeof CopyMade>

export const CopyInput = Type.Object(
  {
    name: Type.Optional(ProjectName),
    ref: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Branch, tag or commit of the repository; the newest of what the project follows, when absent.',
      }),
    ),
    keptUntil: Type.Optional(
      Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description:
          'When it is deleted with all that is its own; null: when somebody does it. As BERTH_COPY_DAYS says, when absent.',
      }),
    ),
    idleHours: Type.Optional(
      Type.Union([IdleHours, Type.Null()], {
        description:
          'Hours without use after which it is stopped, with its volumes kept; null: never. As BERTH_COPY_IDLE_HOURS says, when absent.',
      }),
    ),
    preview: Type.Optional(
      Type.Boolean({ description: 'Only says what the copy would be: nothing is made, and no port kept.' }),
    ),
  },
  { additionalProperties: false },
)
export type CopyInput = Static<typeof CopyInput>

export const createCopy = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/copies',
  operationId: 'createCopy',
  summary:
    'Registers a copy of a project, with ports, names and volumes of its own. Nothing is deployed. Answers 200 to a preview.',
  tag: 'Copies',
  permission: 'project:write',
  params: ProjectParams,
  body: Type.Optional(CopyInput),
  headers: ['Accept', 'Idempotency-Key'],
  problems: [
    'PROJECT_EXISTS',
    'COPY_NOT_ISOLATED',
    'COPY_OF_FOLDER',
    'COPY_PORTS_TAKEN',
    'COPY_QUOTA_REACHED',
    'COMPOSE_INVALID',
    'POLICY_VIOLATION',
    'SOURCE_NOT_GIT',
    'GIT_URL_INVALID',
    'GIT_FAILED',
    'GIT_REF_NOT_FOUND',
    'SOURCE_TOO_LARGE',
    'FILE_PATH_INVALID',
  ],
  reply: CopyMade,
  status: 201,
})

export const listCopies = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/copies',
  operationId: 'listCopies',
  summary: 'The copies of a project.',
  tag: 'Copies',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept'],
  reply: Type.Object({ copies: Type.Array(ProjectSummary, { description: 'By name.' }) }),
})

export const Endpoint = Type.Object({
  service: Type.String(),
  target: Type.Integer({ description: 'The port of the container.' }),
  protocol: Type.String(),
  published: Type.Integer({ description: 'The port of the host.' }),
  hostIp: Type.Optional(Type.String({ description: 'The only address of the host that it is on.' })),
})
export type Endpoint = Static<typeof Endpoint>

export const listEndpoints = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/endpoints',
  operationId: 'listEndpoints',
  summary: 'Where the services of a project are reached: what its files publish, and what the Engine chose.',
  tag: 'Copies',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept'],
  reply: Type.Array(Endpoint, { description: 'By service, then by port.' }),
})
