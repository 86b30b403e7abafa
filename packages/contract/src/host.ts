import { type Static, Type } from 'typebox'
import { defineRoute } from './route.ts'

/** Whether the Engine answers, and what to do when it does not. */
export const HostStatus = Type.Object({
  engine: Type.Union([
    Type.Object({
      state: Type.Literal('reachable'),
      version: Type.String(),
      apiVersion: Type.String(),
      os: Type.String(),
      arch: Type.String(),
    }),
    Type.Object({
      state: Type.Literal('unreachable'),
      since: Type.String({ format: 'date-time' }),
      endpoint: Type.String({ description: 'Where it was looked for, for example a socket path.' }),
      message: Type.String(),
      fix: Type.String(),
    }),
  ]),
  version: Type.String({ description: 'Of Berth.' }),
  seq: Type.Integer({ description: 'Subscribe to `host` since this number to miss nothing.' }),
})
export type HostStatus = Static<typeof HostStatus>

export const readHost = defineRoute({
  method: 'GET',
  path: '/api/v1/host',
  operationId: 'readHost',
  summary: 'Whether the Engine answers.',
  tag: 'Host',
  permission: 'host:read',
  reply: HostStatus,
})
