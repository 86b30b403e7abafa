import { type Static, Type } from 'typebox'
import { OperationParams } from './operations.ts'
import { ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

const Moment = (what: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: `${what} An ISO 8601 time, seconds since 1970, or how long ago, for example \`15m\`.`,
  })

/** Which lines are wanted; the same for every form in which they are told. */
export const LogQuery = Type.Object({
  service: Type.Optional(Type.String({ maxLength: 255 })),
  container: Type.Optional(
    Type.String({ maxLength: 255, description: 'Name or id; its successor of that name is followed too.' }),
  ),
  since: Type.Optional(Moment('Only lines from then on.')),
  until: Type.Optional(Moment('Only lines up to then; not with `follow`.')),
  tail: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: 10_000 }), Type.Literal('all')], {
      default: 200,
      description:
        'The last lines of each container, counted of those that match. JSON holds at most the newest 10,000.',
    }),
  ),
  grep: Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: 'Only lines that contain it, in this case.' }),
  ),
  stream: Type.Optional(Type.Enum(['stdout', 'stderr'])),
})

/** One line that a container printed. */
export const LogLine = Type.Object({
  time: Type.String({ description: "The Engine's, in UTC, down to the nanosecond." }),
  container: Type.String({ description: 'Its name.' }),
  service: Type.String(),
  number: Type.Integer(),
  stream: Type.Enum(['stdout', 'stderr']),
  text: Type.String({ description: 'As it was printed, without the end of the line; secrets are hidden.' }),
})
export type LogLine = Static<typeof LogLine>

/**
 * Every form takes the same query. Lines of different containers are in the order of time; those that are followed
 * are within the batch in which they came. A stream that cannot go on is cut off, never ended as if it were whole.
 */
export const readLogs = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/logs',
  operationId: 'readProjectLogs',
  summary: 'What the containers of a project printed, and with `follow` what they print from now on.',
  tag: 'Logs',
  permission: 'container:logs',
  params: ProjectParams,
  query: Type.Object({
    ...LogQuery.properties,
    follow: Type.Optional(
      Type.Boolean({ description: 'Not with JSON. Containers that start later are followed too.' }),
    ),
    timestamps: Type.Optional(Type.Boolean({ description: 'Of text: the time in front of each line.' })),
    color: Type.Optional(Type.Boolean({ description: 'Of text: keeps the colours of the programs.' })),
  }),
  headers: ['Accept'],
  streams: ['application/x-ndjson', 'text/event-stream'],
  reply: Type.Object({
    lines: Type.Array(LogLine),
    isCut: Type.Boolean({ description: 'There were more than fit: the oldest are left out.' }),
  }),
  problems: ['CONTAINER_NOT_FOUND', 'PROJECT_NOT_FOUND'],
})

/** What a container had printed when an operation removed it. */
export const KeptLog = Type.Object({
  container: Type.String({ description: 'The name that it had.' }),
  service: Type.String(),
  number: Type.Integer(),
  removedAt: Type.String({ format: 'date-time' }),
  lines: Type.Array(LogLine),
  isCut: Type.Boolean({ description: 'There was more than is kept: the newest lines are.' }),
  unreadable: Type.Optional(
    Type.String({ description: 'Why the Engine could not tell what it had printed.' }),
  ),
})
export type KeptLog = Static<typeof KeptLog>

export const readKeptLogs = defineRoute({
  method: 'GET',
  path: '/api/v1/operations/:operation/container-logs',
  operationId: 'readKeptLogs',
  summary: 'What the containers had printed that an operation replaced or removed, kept with the operation.',
  tag: 'Logs',
  permission: 'container:logs',
  params: OperationParams,
  query: Type.Object({
    container: Type.Optional(Type.String({ maxLength: 255, description: 'Only of the one of this name.' })),
  }),
  headers: ['Accept'],
  reply: Type.Object({ containers: Type.Array(KeptLog) }),
  problems: ['OPERATION_NOT_FOUND'],
})
