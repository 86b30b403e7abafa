import { type Static, Type } from 'typebox'
import { ProjectName } from './projects.ts'
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

const sortable = ['owner', 'cpuPercent', 'memoryBytes', 'diskBytes', 'ports'] as const

/** What the projects of one user hold of the host. */
export const OwnerUsage = Type.Object({
  owner: Type.Union([Type.String(), Type.Null()], {
    description: 'The name of a user; null: nobody here, as for containers that others made.',
  }),
  projects: Type.Array(ProjectName, {
    description: 'Those that they registered, copies and environments of running runs included, by name.',
  }),
  containers: Type.Integer({ description: 'Those that run.' }),
  cpuPercent: Type.Number({ description: '100 is one processor all the time, as `docker stats` counts it.' }),
  memoryBytes: Type.Integer({ description: 'Without what is only cached from files.' }),
  diskBytes: Type.Optional(
    Type.Integer({
      description:
        'What is in their volumes, and what their containers have written besides. Absent until it is measured.',
    }),
  ),
  ports: Type.Array(Type.Integer(), {
    description: 'Of the host, ascending; those that copies were given also while they do not run.',
  }),
})
export type OwnerUsage = Static<typeof OwnerUsage>

/** By what owners are sorted: a key, or with `-` in front of it the other way round. */
export const OwnerOrder = Type.Enum([...sortable, ...sortable.map((key) => `-${key}` as const)], {
  description: 'With `-` the greatest first; `ports` by their number.',
})
export type OwnerOrder = Static<typeof OwnerOrder>

export const listOwners = defineRoute({
  method: 'GET',
  path: '/api/v1/host/owners',
  operationId: 'listOwners',
  summary: 'What each user holds of the host: processors, memory, disk and ports.',
  tag: 'Host',
  permission: 'host:read',
  query: Type.Object({ sort: Type.Optional(OwnerOrder) }),
  headers: ['Accept'],
  reply: Type.Object({
    at: Type.String({ format: 'date-time' }),
    diskAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When the disk was measured, which is done less often.',
      }),
    ),
    owners: Type.Array(OwnerUsage, { description: 'Most memory first, unless `sort` says otherwise.' }),
  }),
})

/** A port of the host, and who holds it. */
export const HostPort = Type.Object({
  port: Type.Integer(),
  protocol: Type.String({ description: '`tcp` or `udp`.' }),
  hostIp: Type.Optional(Type.String({ description: 'The only address of the host that it is on.' })),
  holder: Type.Enum(['project', 'container', 'copy', 'program'], {
    description: [
      '`project`: a container of one; `container`: one of none; `copy`: it was given to a copy that does not run;',
      '`program`: something outside of the Engine, told only where Berth sees the network of the host.',
    ].join(' '),
  }),
  project: Type.Optional(ProjectName),
  service: Type.Optional(Type.String()),
  container: Type.Optional(Type.String({ description: 'Its name.' })),
  target: Type.Optional(Type.Integer({ description: 'The port of the container.' })),
  owner: Type.Optional(Type.String({ description: 'The name of the user whose project it is.' })),
})
export type HostPort = Static<typeof HostPort>

export const listHostPorts = defineRoute({
  method: 'GET',
  path: '/api/v1/host/ports',
  operationId: 'listHostPorts',
  summary: 'Which port of the host is held by whom.',
  tag: 'Host',
  permission: 'host:read',
  headers: ['Accept'],
  reply: Type.Object({ ports: Type.Array(HostPort, { description: 'By port.' }) }),
})

const Share = Type.Object({
  count: Type.Integer(),
  bytes: Type.Integer(),
  unusedBytes: Type.Integer({ description: 'Of what no container uses, or of containers that do not run.' }),
})

/** What lies on the disk of the Engine. */
export const HostDisk = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When it was measured.' }),
  freeBytes: Type.Optional(
    Type.Integer({ description: 'Of the disk that the Engine is on; absent where that is out of sight.' }),
  ),
  images: Share,
  containers: Share,
  volumes: Share,
  buildCache: Share,
  projects: Type.Array(
    Type.Object({
      project: Type.String(),
      owner: Type.Optional(Type.String()),
      volumesBytes: Type.Integer(),
      containersBytes: Type.Integer({ description: 'What they have written besides.' }),
    }),
    { description: 'Those of which something is there, the greatest first.' },
  ),
})
export type HostDisk = Static<typeof HostDisk>

export const readHostDisk = defineRoute({
  method: 'GET',
  path: '/api/v1/host/disk',
  operationId: 'readHostDisk',
  summary: 'What lies on the disk of the Engine, by kind and by project; measured at most once a minute.',
  tag: 'Host',
  permission: 'host:read',
  headers: ['Accept'],
  reply: HostDisk,
})
