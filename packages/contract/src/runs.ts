import { type Static, Type } from 'typebox'
import { OperationResult } from './operation-result.ts'
import { OperationError, OperationState } from './operations.ts'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

const Duration = (description: string) =>
  Type.String({ pattern: '^([0-9]{1,6}(ms|s|m|h|d))+$', maxLength: 32, description })

export const RunInput = Type.Object(
  {
    buildId: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9_-]{0,39}$',
        description:
          'Tells the run from others of the project, for good; it is in the name of the environment, and the files read it as `BUILD_ID`. One is made up unless said.',
      }),
    ),
    ref: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description:
          'Branch, tag or commit of the repository that the project is from; what is here unless said.',
      }),
    ),
    service: Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'It is run once, with what it depends on; also one that profiles switch off.',
    }),
    command: Type.Optional(
      Type.Array(Type.String({ maxLength: 8192 }), { maxItems: 256, description: 'Instead of its own.' }),
    ),
    timeout: Type.Optional(
      Duration('How long all of it may take, with builds and pulls, for example `15m`; `1h` unless said.'),
    ),
    artifacts: Type.Optional(
      Type.Array(Type.String({ pattern: '^/.*[^/]$', maxLength: 1024 }), {
        maxItems: 20,
        description: 'Files and folders of its container that are kept; a folder as a tar.',
      }),
    ),
    keepOnFailure: Type.Optional(
      Duration('How long the environment stays when the run fails, for a look at it, for example `2h`.'),
    ),
    environment: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 128 }),
        Type.String({ maxLength: 8192 }),
        { description: 'Variables that the files read, before any others.' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type RunInput = Static<typeof RunInput>

/** Why a run ended; `environment`: what it needs did not come up, so its command was never run to its end. */
export const RunCause = Type.Enum(['exit', 'timeout', 'environment', 'cancelled', 'interrupted'])
export type RunCause = Static<typeof RunCause>

export const RunArtifact = Type.Object({
  name: Type.String(),
  path: Type.String({ description: 'In the container, as it was asked for.' }),
  sizeBytes: Type.Optional(Type.Integer()),
  url: Type.Optional(Type.String()),
  error: Type.Optional(Type.String({ description: 'Why it was not kept.' })),
})
export type RunArtifact = Static<typeof RunArtifact>

/** What is there of the environment: nothing yet, it is up, it is kept after a failure, or all of it is gone. */
export const RunEnvironment = Type.Enum(['none', 'up', 'kept', 'gone'])
export type RunEnvironment = Static<typeof RunEnvironment>

export const RunSchema = Type.Object({
  id: Type.String(),
  project: ProjectName,
  name: Type.String({ description: 'Of the environment, as the Engine has it for the name of the project.' }),
  buildId: Type.String(),
  ref: Type.Optional(Type.String()),
  commit: Type.Optional(Type.String({ description: 'What `ref` was when the run was asked for.' })),
  service: Type.String(),
  command: Type.Optional(Type.Array(Type.String())),
  state: OperationState,
  cause: Type.Optional(RunCause),
  exitCode: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Of the command; null while it has not ended by itself.',
  }),
  actor: Type.Object({
    kind: Type.Enum(['user', 'token']),
    name: Type.String(),
    user: Type.String(),
  }),
  version: Type.Integer({ description: 'Grows with every change of this record.' }),
  queuedAt: Type.String({ format: 'date-time' }),
  startedAt: Type.Optional(Type.String({ format: 'date-time' })),
  finishedAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When everything was cleaned up, or was to be kept.' }),
  ),
  durationMs: Type.Optional(Type.Integer({ description: 'From its start to the end of the command.' })),
  services: OperationResult.properties.services,
  notes: Type.Array(Type.String(), {
    description: 'What differs from the project, and what is shared with it.',
  }),
  error: Type.Optional(OperationError),
  logTail: Type.Array(Type.String(), { description: 'The last lines of its log, at most 50, oldest first.' }),
  logsUrl: Type.String(),
  artifacts: Type.Array(RunArtifact),
  environment: RunEnvironment,
  keptUntil: Type.Optional(Type.String({ format: 'date-time' })),
  cleanUpError: Type.Optional(
    Type.String({ description: 'Why something of the environment is left; it is tried again by itself.' }),
  ),
})
export type Run = Static<typeof RunSchema>

export const RunParams = Type.Object({ run: Type.String({ minLength: 1, maxLength: 64 }) })

/**
 * `Prefer: wait=N` answers 200 when the command exited with 0 and 424 else, in at most N seconds. Who hangs up leaves
 * the run as it is, unless `onDisconnect` says otherwise.
 */
export const startRun = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/runs',
  operationId: 'startRun',
  summary: 'Runs a service once in an environment of its own, which is gone afterwards.',
  tag: 'Runs',
  permission: 'run:create',
  params: ProjectParams,
  query: Type.Object({
    onDisconnect: Type.Optional(
      Type.Enum(['continue', 'cancel'], {
        default: 'continue',
        description: 'What becomes of the run when the caller who waits for it goes away.',
      }),
    ),
  }),
  body: RunInput,
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: RunSchema,
  status: 202,
  problems: [
    'COMPOSE_INVALID',
    'GIT_FAILED',
    'GIT_REF_NOT_FOUND',
    'RUN_EXISTS',
    'RUN_FAILED',
    'RUN_NOT_ISOLATED',
    'SERVICE_NOT_FOUND',
    'SOURCE_NOT_GIT',
    'SOURCE_TOO_LARGE',
  ],
})

export const listRuns = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/runs',
  operationId: 'listRuns',
  summary: 'Runs of a project, newest first.',
  tag: 'Runs',
  permission: 'project:read',
  headers: ['Accept'],
  params: ProjectParams,
  query: Type.Object({
    state: Type.Optional(OperationState),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({ runs: Type.Array(RunSchema), nextCursor: Type.Optional(Type.String()) }),
})

export const readRun = defineRoute({
  method: 'GET',
  path: '/api/v1/runs/:run',
  operationId: 'readRun',
  summary: 'One run. `Prefer: wait=N` waits for its end.',
  tag: 'Runs',
  permission: 'project:read',
  // Who starts one is told to look here.
  orPermission: 'run:create',
  params: RunParams,
  headers: ['Accept', 'Prefer'],
  reply: RunSchema,
  problems: ['RUN_NOT_FOUND', 'RUN_FAILED'],
})

/** What it has begun is cleaned up before the answer. One that has ended loses the environment that was kept of it. */
export const cancelRun = defineRoute({
  method: 'POST',
  path: '/api/v1/runs/:run/cancel',
  operationId: 'cancelRun',
  summary: 'Ends a run and removes its environment; of one that has ended, the environment that was kept.',
  tag: 'Runs',
  permission: 'run:create',
  conditional: [{ permission: 'operation:cancel', when: 'the run is of somebody else' }],
  params: RunParams,
  headers: ['Accept', 'Idempotency-Key'],
  reply: RunSchema,
  problems: ['RUN_NOT_FOUND', 'OPERATION_NOT_YOURS'],
})

/** One line of the log of a run. */
export const RunLogLine = Type.Object({
  time: Type.String({ description: 'In UTC, as the Engine has it.' }),
  service: Type.String(),
  stream: Type.Enum(['stdout', 'stderr', 'build', 'step'], {
    description: '`build`: what building or pulling printed. `step`: what Berth began to do.',
  }),
  text: Type.String({ description: 'As it was printed; secrets are hidden.' }),
})
export type RunLogLine = Static<typeof RunLogLine>

export const readRunLog = defineRoute({
  method: 'GET',
  path: '/api/v1/runs/:run/logs',
  operationId: 'readRunLog',
  summary: 'What a run printed, and with `follow` what it prints until it ends.',
  tag: 'Runs',
  permission: 'container:logs',
  params: RunParams,
  query: Type.Object({
    service: Type.Optional(
      Type.String({
        maxLength: 255,
        description: 'Of this one only; the service that was run, and all that was built, unless said.',
      }),
    ),
    steps: Type.Optional(
      Type.Boolean({ description: 'Also what Berth did for the run, from the first network to the last.' }),
    ),
    follow: Type.Optional(Type.Boolean({ description: 'Not with JSON.' })),
  }),
  headers: ['Accept'],
  streams: ['application/x-ndjson', 'text/event-stream'],
  reply: Type.Object({ lines: Type.Array(RunLogLine) }),
  problems: ['RUN_NOT_FOUND'],
})

export const readRunArtifact = defineRoute({
  method: 'GET',
  path: '/api/v1/runs/:run/artifacts/:name',
  operationId: 'readRunArtifact',
  summary: 'A file that a run left; a folder as a tar.',
  tag: 'Runs',
  permission: 'project:read',
  orPermission: 'run:create',
  params: Type.Object({ ...RunParams.properties, name: Type.String({ minLength: 1, maxLength: 255 }) }),
  reply: Type.String(),
  produces: 'application/octet-stream',
  problems: ['RUN_NOT_FOUND', 'ARTIFACT_NOT_FOUND'],
})
