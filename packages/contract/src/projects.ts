import { type Static, Type } from 'typebox'
import { RecoveryPolicy } from './recovery.ts'
import { defineRoute } from './route.ts'
import { GitInput, ProjectSource, SyncInput } from './sources.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md */
export const ProjectName = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]*$',
  maxLength: 63,
  description: 'Lower-case letters, digits, hyphens and underscores, beginning with a letter or digit.',
})
export const ProjectParams = Type.Object({ project: ProjectName })

export const ReplicaState = Type.Enum([
  'created',
  'starting',
  'running',
  'healthy',
  'unhealthy',
  'completed',
  'restarting',
  'paused',
  'exited',
  'dead',
  'missing',
])
export type ReplicaState = Static<typeof ReplicaState>

export const Replica = Type.Object({
  container: Type.String({ description: 'Id of the container.' }),
  name: Type.String(),
  number: Type.Integer(),
  state: ReplicaState,
  status: Type.String({ description: "The Engine's words, for example `Up 3 minutes (healthy)`." }),
  image: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  exitCode: Type.Optional(Type.Integer()),
  restarts: Type.Optional(
    Type.Integer({ description: 'How often the Engine has started it again, while it does not do well.' }),
  ),
  isOutOfMemory: Type.Optional(Type.Boolean({ description: 'Its last run was ended for lack of memory.' })),
  ports: Type.Array(
    Type.Object({
      hostIp: Type.Optional(Type.String()),
      published: Type.Integer(),
      target: Type.Integer(),
      protocol: Type.String(),
    }),
  ),
})
export type Replica = Static<typeof Replica>

export const ServiceStatus = Type.Object({
  name: Type.String(),
  image: Type.String(),
  isBuilt: Type.Boolean(),
  isOrphan: Type.Boolean({ description: 'Runs, but the files no longer name it.' }),
  wanted: Type.Integer({ description: 'Replicas that the files ask for.' }),
  state: ReplicaState,
  replicas: Type.Array(Replica),
})
export type ServiceStatus = Static<typeof ServiceStatus>

/** Hours; at most a year. */
export const IdleHours = Type.Integer({ minimum: 1, maximum: 8760 })

export const ProjectState = Type.Enum([
  'stopped',
  'starting',
  'running',
  'healthy',
  'degraded',
  'completed',
  'invalid',
  'unknown',
])
export type ProjectState = Static<typeof ProjectState>

export const ProjectSummary = Type.Object({
  name: ProjectName,
  state: ProjectState,
  stateReason: Type.String({ description: 'In words; empty when there is nothing to add.' }),
  runningServices: Type.Integer(),
  totalServices: Type.Integer(),
  ports: Type.Array(Type.Integer(), { description: 'Published host ports, ascending.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  owner: Type.Optional(Type.String({ description: 'The name of the user who registered it.' })),
  parent: Type.Optional(Type.String({ description: 'The project that it is a copy of.' })),
  keptUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'When the copy is deleted with all that is its own; absent: when somebody does it.',
    }),
  ),
  idleHours: Type.Optional(
    Type.Integer({
      description: 'Hours without use after which the copy is stopped, with its volumes kept; absent: never.',
    }),
  ),
  activeOperation: Type.Union([Type.String(), Type.Null()]),
  drift: Type.Optional(
    Type.Object(
      {
        revision: Type.Union([Type.Integer(), Type.Null()], { description: 'The one that is deployed.' }),
        files: Type.Array(Type.String(), {
          description: 'Services that the files describe in another way than that revision.',
        }),
        engine: Type.Array(Type.String(), {
          description:
            'Services whose containers are others than that revision made; without a revision, than the files ask for.',
        }),
      },
      { description: 'Absent while the Engine does not answer.' },
    ),
  ),
})
export type ProjectSummary = Static<typeof ProjectSummary>

/** Mirrors `Diagnostic` of `@berth/compose`, tied to it by diagnostic.test-d.ts. */
export const DiagnosticShape = Type.Object({
  code: Type.String(),
  severity: Type.Enum(['error', 'warning', 'info']),
  message: Type.String(),
  fix: Type.Optional(Type.String()),
  range: Type.Optional(
    Type.Object({
      file: Type.String(),
      line: Type.Integer(),
      column: Type.Integer(),
      length: Type.Integer(),
    }),
  ),
  path: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Integer()]))),
})

export const ProjectDetail = Type.Object({
  ...ProjectSummary.properties,
  services: Type.Array(ServiceStatus),
  diagnostics: Type.Array(DiagnosticShape),
  files: Type.Array(Type.String(), { description: 'Paths relative to the project folder, sorted.' }),
  source: ProjectSource,
  recovery: RecoveryPolicy,
  composeFile: Type.Union([Type.String(), Type.Null()], { description: 'The file that is loaded first.' }),
  filesEtag: Type.String({ description: 'Changes with any file; send it as If-Match, quotes and all.' }),
  seq: Type.Integer({ description: 'Subscribe to `project:<name>` since this number to miss nothing.' }),
})
export type ProjectDetail = Static<typeof ProjectDetail>

export const FileInput = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 512, description: 'Relative to the project folder.' }),
    content: Type.String(),
    encoding: Type.Optional(Type.Enum(['utf8', 'base64'])),
    isExecutable: Type.Optional(
      Type.Boolean({ description: 'Unless said it is as it was; a new file is not.' }),
    ),
  },
  { additionalProperties: false },
)
export type FileInput = Static<typeof FileInput>

export const listProjects = defineRoute({
  method: 'GET',
  path: '/api/v1/projects',
  operationId: 'listProjects',
  summary: 'All registered projects with their live state.',
  tag: 'Projects',
  permission: 'project:read',
  isFiltered: true,
  headers: ['Accept'],
  query: Type.Object({
    state: Type.Optional(ProjectState),
    owner: Type.Optional(Type.String({ maxLength: 64, description: 'The name of a user.' })),
    parent: Type.Optional(ProjectName),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'All, when absent.' })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    projects: Type.Array(ProjectSummary, { description: 'By name.' }),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
    seq: Type.Integer(),
  }),
})

export const createProject = defineRoute({
  method: 'POST',
  path: '/api/v1/projects',
  operationId: 'createProject',
  summary:
    'Registers a project, with `files`, from a `git` repository or in a `folder` of the host. Nothing is deployed.',
  tag: 'Projects',
  permission: 'project:write',
  isFiltered: true,
  problems: [
    'PROJECT_EXISTS',
    'GIT_URL_INVALID',
    'GIT_FAILED',
    'GIT_REF_NOT_FOUND',
    'SOURCE_TOO_LARGE',
    'FOLDER_NOT_ALLOWED',
    'FILE_PATH_INVALID',
    'FILE_ENCODING_INVALID',
  ],
  body: Type.Object(
    {
      name: ProjectName,
      files: Type.Optional(Type.Array(FileInput, { minItems: 1, maxItems: 500 })),
      git: Type.Optional(GitInput),
      folder: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 4096,
          description: 'Absolute; in one of BERTH_PROJECT_ROOTS. It is used in place.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  headers: ['Idempotency-Key'],
  reply: ProjectDetail,
  status: 201,
})

export const readProject = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project',
  operationId: 'readProject',
  summary: 'One project: services, diagnostics, files.',
  tag: 'Projects',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept'],
  reply: ProjectDetail,
})

export const replaceProject = defineRoute({
  method: 'PUT',
  path: '/api/v1/projects/:project',
  operationId: 'replaceProject',
  summary:
    'Registers the project if it is new, and replaces all of its files: by those in a JSON body, or in an archive.',
  tag: 'Projects',
  permission: 'project:write',
  params: ProjectParams,
  uploads: [
    'application/gzip',
    'application/octet-stream',
    'application/x-gzip',
    'application/x-tar',
    'application/zip',
    'application/zstd',
  ],
  body: Type.Object(
    { files: Type.Array(FileInput, { minItems: 1, maxItems: 500 }) },
    { additionalProperties: false },
  ),
  headers: ['If-Match'],
  reply: ProjectDetail,
  problems: ['FILE_PATH_INVALID', 'FILE_ENCODING_INVALID', 'ARCHIVE_INVALID', 'SOURCE_FILE_READ_ONLY'],
})

export const updateProject = defineRoute({
  method: 'PATCH',
  path: '/api/v1/projects/:project',
  operationId: 'updateProject',
  summary: 'Changes the settings that are named, and no others. Files have routes of their own.',
  tag: 'Projects',
  permission: 'project:write',
  params: ProjectParams,
  body: Type.Object(
    {
      recovery: Type.Optional(RecoveryPolicy),
      keptUntil: Type.Optional(
        Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
          description: 'Of a copy: when it is deleted; null keeps it until somebody does.',
        }),
      ),
      idleHours: Type.Optional(
        Type.Union([IdleHours, Type.Null()], {
          description:
            'Of a copy: hours without use after which it is stopped; null: never. A copy with null for both is pinned.',
        }),
      ),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  problems: ['PROJECT_NOT_FOUND', 'PROJECT_NOT_COPY'],
  reply: ProjectDetail,
})

export const syncProject = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/sync',
  operationId: 'syncProject',
  summary:
    'Takes the newest files from the repository of the project, with other credentials where they are given. Nothing is deployed.',
  tag: 'Projects',
  permission: 'project:write',
  params: ProjectParams,
  body: Type.Optional(SyncInput),
  problems: [
    'PROJECT_NOT_FOUND',
    'SOURCE_NOT_GIT',
    'SOURCE_CONFLICT',
    'GIT_URL_INVALID',
    'GIT_FAILED',
    'GIT_REF_NOT_FOUND',
    'SOURCE_TOO_LARGE',
    'FILE_PATH_INVALID',
    'FILE_ENCODING_INVALID',
  ],
  headers: ['Idempotency-Key'],
  reply: ProjectDetail,
})

export const deleteProject = defineRoute({
  method: 'DELETE',
  path: '/api/v1/projects/:project',
  operationId: 'deleteProject',
  summary:
    'Forgets a project and deletes its files, but not what containers wrote. Refused while containers exist.',
  tag: 'Projects',
  permission: 'project:destroy',
  params: ProjectParams,
  headers: ['If-Match'],
  reply: Type.Null(),
  status: 204,
  problems: ['PROJECT_IN_USE', 'PROJECT_HAS_COPIES'],
})

export const FileParams = Type.Object({ project: ProjectName, '*': Type.String({ minLength: 1 }) })

export const readFile = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/files/*',
  operationId: 'readProjectFile',
  summary: 'One file of a project.',
  tag: 'Projects',
  permission: 'project:read',
  params: FileParams,
  headers: ['If-None-Match'],
  reply: Type.Object({
    path: Type.String(),
    content: Type.String(),
    encoding: Type.Enum(['utf8', 'base64']),
    etag: Type.String(),
  }),
  problems: ['FILE_NOT_FOUND', 'FILE_PATH_INVALID'],
})

export const writeFile = defineRoute({
  method: 'PUT',
  path: '/api/v1/projects/:project/files/*',
  operationId: 'writeProjectFile',
  summary: 'Writes one file, in place of the one that If-Match knows, or a new one.',
  tag: 'Projects',
  permission: 'project:write',
  params: FileParams,
  body: Type.Object(
    { content: Type.String(), encoding: Type.Optional(Type.Enum(['utf8', 'base64'])) },
    { additionalProperties: false },
  ),
  headers: ['If-Match'],
  reply: ProjectDetail,
  problems: ['FILE_PATH_INVALID', 'FILE_ENCODING_INVALID', 'SOURCE_FILE_READ_ONLY'],
})

export const deleteFile = defineRoute({
  method: 'DELETE',
  path: '/api/v1/projects/:project/files/*',
  operationId: 'deleteProjectFile',
  summary: 'Deletes one file.',
  tag: 'Projects',
  permission: 'project:write',
  params: FileParams,
  headers: ['If-Match'],
  reply: ProjectDetail,
  problems: ['FILE_NOT_FOUND', 'FILE_PATH_INVALID', 'SOURCE_FILE_READ_ONLY'],
})
