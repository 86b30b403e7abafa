import { type Static, Type } from 'typebox'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

const Sums = {
  cpuPercent: Type.Number({ description: '100 is one processor all the time, as `docker stats` counts it.' }),
  memoryBytes: Type.Integer({ description: 'Without what is only cached from files.' }),
  memoryLimitBytes: Type.Integer({ description: "The host's memory where there is no limit." }),
  receivedBytes: Type.Integer({ description: 'Since the start, as all that follow.' }),
  sentBytes: Type.Integer(),
  readBytes: Type.Integer(),
  writtenBytes: Type.Integer(),
  pids: Type.Integer({ description: 'Processes and threads.' }),
}

/** What one running container uses. */
export const ContainerUsage = Type.Object({
  container: Type.String({ description: 'Its name.' }),
  service: Type.String(),
  number: Type.Integer(),
  ...Sums,
})
export type ContainerUsage = Static<typeof ContainerUsage>

/** What a project uses at one moment: those of its containers that run. */
export const ProjectUsage = Type.Object({
  at: Type.String({ format: 'date-time' }),
  containers: Type.Array(ContainerUsage),
})
export type ProjectUsage = Static<typeof ProjectUsage>

/** What all projects use at one moment. */
export const HostUsage = Type.Object({
  at: Type.String({ format: 'date-time' }),
  processors: Type.Integer({ description: 'Of the host; 0 while nothing runs.' }),
  ...Sums,
  projects: Type.Array(Type.Object({ project: ProjectName, containers: Type.Integer(), ...Sums })),
})
export type HostUsage = Static<typeof HostUsage>

export const readProjectStats = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/stats',
  operationId: 'readProjectStats',
  summary: 'What the running containers of a project use: once, or as a stream every second.',
  tag: 'Stats',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept'],
  streams: ['application/x-ndjson', 'text/event-stream'],
  reply: ProjectUsage,
  problems: ['PROJECT_NOT_FOUND'],
})

export const readHostStats = defineRoute({
  method: 'GET',
  path: '/api/v1/host/stats',
  operationId: 'readHostStats',
  summary: 'What the running containers of all projects use: once, or as a stream every second.',
  tag: 'Stats',
  permission: 'host:read',
  headers: ['Accept'],
  streams: ['application/x-ndjson', 'text/event-stream'],
  reply: HostUsage,
})
