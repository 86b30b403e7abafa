import { Type } from 'typebox'
import { ProjectName } from './projects.ts'
import { defineRoute } from './route.ts'

/** One thing that happened. `payload` is that of the name in `EventMap`. */
export const Event = Type.Object({
  seq: Type.Integer({ description: 'Grows from event to event; send the last one as `since` to go on.' }),
  at: Type.String({ format: 'date-time' }),
  name: Type.String({ description: 'For example `project.changed`, `operation.changed`, `host.changed`.' }),
  project: Type.Optional(Type.String()),
  operation: Type.Optional(Type.String()),
  payload: Type.Unknown(),
})

/** Steps and output of an operation are told when that operation is asked for, else its changes only. */
export const readEvents = defineRoute({
  method: 'GET',
  path: '/api/v1/events',
  operationId: 'readEvents',
  summary: 'What happened after a number, and as a stream also what happens from now on.',
  tag: 'Events',
  permission: 'event:read',
  isFiltered: true,
  query: Type.Object({
    project: Type.Optional(ProjectName),
    operation: Type.Optional(Type.String({ maxLength: 64 })),
    since: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Only what has a higher number; 410 with `oldest` when that is no longer kept.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Not of streams.' }),
    ),
  }),
  streams: ['application/x-ndjson', 'text/event-stream'],
  reply: Type.Object({
    events: Type.Array(Event),
    seq: Type.Integer({ description: '`since` of the next page.' }),
  }),
  problems: ['CURSOR_EXPIRED', 'OPERATION_NOT_FOUND'],
})
