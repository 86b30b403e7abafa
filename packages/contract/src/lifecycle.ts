import { type Static, type TSchema, Type } from 'typebox'
import { OperationSchema } from './operations.ts'
import { ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'
import { ServiceNames, ServiceParams, TimeoutSeconds } from './services.ts'

const Adopt = Type.Optional(
  Type.Boolean({
    description: 'Also containers of this project name that were made from files in another folder.',
  }),
)
const timeout = { timeoutSeconds: Type.Optional(TimeoutSeconds) }
const closed = { additionalProperties: false } as const

const starting = { adopt: Adopt }
const stopping = { adopt: Adopt, ...timeout }
const restarting = {
  adopt: Adopt,
  ...timeout,
  noDeps: Type.Optional(
    Type.Boolean({ description: 'Not what depends on the chosen services with `restart: true`.' }),
  ),
}
const killing = {
  adopt: Adopt,
  signal: Type.Optional(
    Type.String({
      pattern: '^(SIG)?[A-Z0-9+-]{1,12}$',
      description: 'By name or number; `SIGKILL` unless said.',
    }),
  ),
}
const services = { services: Type.Optional(ServiceNames) }

export const StartOptions = Type.Object({ ...services, ...starting }, closed)
export type StartOptions = Static<typeof StartOptions>
export const StopOptions = Type.Object({ ...services, ...stopping }, closed)
export type StopOptions = Static<typeof StopOptions>
export const RestartOptions = Type.Object({ ...services, ...restarting }, closed)
export type RestartOptions = Static<typeof RestartOptions>
export const PauseOptions = Type.Object({ ...services, ...starting }, closed)
export type PauseOptions = Static<typeof PauseOptions>
export const KillOptions = Type.Object({ ...services, ...killing }, closed)
export type KillOptions = Static<typeof KillOptions>

/** One service, and how many replicas of it shall run until the next deployment. */
export interface ScaleOptions {
  readonly service: string
  readonly replicas: number
}

const common = {
  method: 'POST',
  tag: 'Operations',
  permission: 'project:deploy',
  headers: ['Accept', 'Idempotency-Key', 'Prefer'],
  reply: OperationSchema,
  status: 202,
} as const

/** Of a whole project, or of the services that its body names. */
const ofProject = <const V extends string, const B extends TSchema>(verb: V, body: B, summary: string) =>
  defineRoute({
    ...common,
    path: `/api/v1/projects/:project/${verb}`,
    operationId: `${verb}Project`,
    summary,
    params: ProjectParams,
    body: Type.Optional(body),
  })

/** Of one service. */
const ofService = <const V extends string, const B extends TSchema>(verb: V, body: B, summary: string) =>
  defineRoute({
    ...common,
    path: `/api/v1/projects/:project/services/:service/${verb}`,
    operationId: `${verb}Service`,
    summary,
    params: ServiceParams,
    body: Type.Optional(body),
  })

export const startProject = ofProject('start', StartOptions, 'Starts containers that exist and do not run.')
export const stopProject = ofProject(
  'stop',
  StopOptions,
  'Stops containers, dependents first; removes nothing.',
)
export const restartProject = ofProject('restart', RestartOptions, 'Restarts containers as they are.')
export const pauseProject = ofProject('pause', PauseOptions, 'Freezes the processes of running containers.')
export const unpauseProject = ofProject('unpause', PauseOptions, 'Lets paused containers go on.')
export const killProject = ofProject('kill', KillOptions, 'Sends a signal to running containers.')

export const startService = ofService(
  'start',
  Type.Object(starting, closed),
  'Starts the containers of a service, and what it depends on.',
)
export const stopService = ofService(
  'stop',
  Type.Object(stopping, closed),
  'Stops the containers of a service.',
)
export const restartService = ofService(
  'restart',
  Type.Object(restarting, closed),
  'Restarts the containers of a service.',
)
export const pauseService = ofService(
  'pause',
  Type.Object(starting, closed),
  'Freezes the containers of a service.',
)
export const unpauseService = ofService(
  'unpause',
  Type.Object(starting, closed),
  'Lets the paused containers of a service go on.',
)
export const killService = ofService(
  'kill',
  Type.Object(killing, closed),
  'Sends a signal to the containers of a service.',
)

export const scaleService = defineRoute({
  ...common,
  path: '/api/v1/projects/:project/services/:service/scale',
  operationId: 'scaleService',
  summary: 'Runs this many replicas of a service, until the next deployment goes by the files again.',
  params: ServiceParams,
  body: Type.Object({ replicas: Type.Integer({ minimum: 0, maximum: 1000 }) }, closed),
  problems: ['SERVICE_NOT_SCALABLE'],
})
