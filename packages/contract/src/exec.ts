import { type Static, Type } from 'typebox'
import { ProjectName } from './projects.ts'
import { defineRoute } from './route.ts'

const TerminalSize = {
  columns: Type.Integer({ minimum: 1, maximum: 1000 }),
  rows: Type.Integer({ minimum: 1, maximum: 1000 }),
}

/** The record of one command that somebody ran in a container. */
export const ExecSession = Type.Object({
  id: Type.String(),
  project: ProjectName,
  service: Type.String(),
  container: Type.String({ description: 'Its name.' }),
  user: Type.String({ description: 'Who opened it.' }),
  containerUser: Type.Optional(
    Type.String({
      description: 'As whom the command ran; as the user of the container when this is absent.',
    }),
  ),
  address: Type.String({ description: 'Of the client.' }),
  command: Type.Array(Type.String()),
  startedAt: Type.String({ format: 'date-time' }),
  endedAt: Type.Optional(Type.String({ format: 'date-time' })),
  bytesIn: Type.Integer({ description: 'Typed.' }),
  bytesOut: Type.Integer({ description: 'Shown.' }),
  exitCode: Type.Optional(Type.Integer()),
  ending: Type.Optional(
    Type.Enum(['exited', 'closed', 'idle', 'failed'], {
      description: '`closed`: the client went; `idle`: nobody typed and nothing was shown for too long.',
    }),
  ),
})
export type ExecSession = Static<typeof ExecSession>

/** The answer is good for one websocket, opened within half a minute by who asked. */
export const openExec = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/containers/:container/exec',
  operationId: 'openExec',
  summary: 'Prepares a terminal in a container; `/api/v1/exec/{id}` is its websocket. Not for API tokens.',
  tag: 'Containers',
  permission: 'container:exec',
  conditional: [{ permission: 'container:exec-root', when: 'it asks for the user or group root' }],
  params: Type.Object({
    project: ProjectName,
    container: Type.String({ minLength: 1, maxLength: 255, description: 'Name or id.' }),
  }),
  body: Type.Optional(
    Type.Object(
      {
        command: Type.Optional(
          Type.Array(Type.String({ maxLength: 4096 }), {
            minItems: 1,
            maxItems: 64,
            description: 'A shell unless said: bash where there is one, else sh.',
          }),
        ),
        user: Type.Optional(
          Type.String({
            pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]*(:[A-Za-z0-9_][A-Za-z0-9._-]*)?$',
            maxLength: 128,
            description: '`name|uid[:group|gid]`; that of the container unless said.',
          }),
        ),
        env: Type.Optional(
          Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*=', maxLength: 32_768 }), {
            maxItems: 100,
            description: '`NAME=value`, over those of the container. Not kept.',
          }),
        ),
        tty: Type.Optional(
          Type.Boolean({
            default: true,
            description: 'Without a terminal what it prints comes as it was written, and no size matters.',
          }),
        ),
        workingDir: Type.Optional(Type.String({ maxLength: 1024 })),
        columns: Type.Optional(TerminalSize.columns),
        rows: Type.Optional(TerminalSize.rows),
      },
      { additionalProperties: false },
    ),
  ),
  headers: ['Idempotency-Key'],
  reply: Type.Object({ id: Type.String(), path: Type.String({ description: 'Of the websocket.' }) }),
  status: 201,
  problems: ['CONTAINER_NOT_FOUND', 'EXEC_BY_TOKEN'],
})

export const listExecSessions = defineRoute({
  method: 'GET',
  path: '/api/v1/exec-sessions',
  operationId: 'listExecSessions',
  summary: 'Who ran what in which container, newest first.',
  tag: 'Containers',
  permission: 'audit:read',
  query: Type.Object({
    project: Type.Optional(ProjectName),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    sessions: Type.Array(ExecSession),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

/**
 * Client to server, on `/api/v1/exec/<id>`, as text. What is typed is sent as binary frames.
 */
export type ExecClientMessage = { readonly op: 'resize'; readonly columns: number; readonly rows: number }

/**
 * Server to client, on `/api/v1/exec/<id>`, as text, right before it closes with 1000. What is shown comes as
 * binary frames. It closes with 4408 when it was idle for too long, with 1011 when the Engine went away or
 * refused, and with 4401 when the session ends.
 */
export type ExecServerMessage =
  | { readonly op: 'exit'; readonly exitCode: number }
  | { readonly op: 'failed'; readonly code: string; readonly message: string }
