import { deployments, lifecycle, plans } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { addRoute, answerWith } from '../http/route.ts'
import { requireAllowed } from '../policies/require-allowed.ts'
import type { OperationRequest } from './operation.ts'
import { toPlanView } from './plan-view.ts'
import type { Planner } from './planner.ts'
import type { StartOperation } from './start-operation.ts'

export interface RequestSlice {
  readonly planner: Planner
  readonly start: StartOperation
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
}

/** What can be asked to be done to a project. Handlers translate and delegate; they decide nothing. */
export function requestRoutes(app: FastifyInstance, { planner, start, requireProject }: RequestSlice): void {
  addRoute(app, plans.createPlan, async ({ params, body }, context) => {
    const { isText, signal } = context
    await requireProject(params.project)
    const request: OperationRequest =
      body.kind === 'up'
        ? { kind: 'deploy', options: body.deploy ?? {} }
        : { kind: 'down', options: body.down ?? {} }
    const plan = await planner.plan(params.project, request, { signal, subject: actorOf(context) })
    requireAllowed(plan)
    const view = toPlanView(plan)
    return isText ? answerWith({ status: 200, body: view.text }) : view
  })

  addRoute(app, deployments.deploy, ({ params, body }, context) =>
    start({ ...params, kind: 'deploy', options: body ?? {} }, context),
  )
  addRoute(app, deployments.tearDown, ({ params, body }, context) =>
    start({ ...params, kind: 'down', options: body ?? {} }, context),
  )
  projectRoutes(app, start)
  serviceRoutes(app, start)
}

function projectRoutes(app: FastifyInstance, start: StartOperation): void {
  addRoute(app, lifecycle.startProject, ({ params, body }, context) =>
    start({ ...params, kind: 'start', options: body ?? {} }, context),
  )
  addRoute(app, lifecycle.stopProject, ({ params, body }, context) =>
    start({ ...params, kind: 'stop', options: body ?? {} }, context),
  )
  addRoute(app, lifecycle.restartProject, ({ params, body }, context) =>
    start({ ...params, kind: 'restart', options: body ?? {} }, context),
  )
  addRoute(app, lifecycle.pauseProject, ({ params, body }, context) =>
    start({ ...params, kind: 'pause', options: body ?? {} }, context),
  )
  addRoute(app, lifecycle.unpauseProject, ({ params, body }, context) =>
    start({ ...params, kind: 'unpause', options: body ?? {} }, context),
  )
  addRoute(app, lifecycle.killProject, ({ params, body }, context) =>
    start({ ...params, kind: 'kill', options: body ?? {} }, context),
  )
}

function serviceRoutes(app: FastifyInstance, start: StartOperation): void {
  addRoute(app, lifecycle.startService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'start', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.stopService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'stop', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.restartService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'restart', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.pauseService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'pause', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.unpauseService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'unpause', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.killService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'kill', options: { ...body, services: [service] } }, context),
  )
  addRoute(app, lifecycle.scaleService, ({ params: { project, service }, body }, context) =>
    start({ project, kind: 'scale', options: { service, replicas: body.replicas } }, context),
  )
}
