import type { Project, Service } from '@berth/compose'
import type { OperationKind } from '@berth/contract'
import {
  type DesiredState,
  type HostReader,
  type ObservedState,
  observe,
  observeTarget,
  type Plan,
  type PlanUpOptions,
  planDown,
  planKill,
  planPause,
  planRestart,
  planStart,
  planStop,
  planUnpause,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { EngineReader } from '@berth/docker-engine'
import { ProblemError } from '../http/problem.ts'
import type { JudgePlan, Subject } from '../policies/judge-plan.ts'
import { composeInvalid } from '../projects/compose-invalid.ts'
import type { LoadedProject } from '../projects/loader.ts'
import type { RestoredImages } from '../revisions/rollback.ts'
import { maskPlan } from '../secrets/mask-plan.ts'
import type { Masks } from '../secrets/masks.ts'
import { type OperationRequest, type OptionsOf, scopeOf } from './operation.ts'

/** Plans operations: the same project, world and request give the same plan, and so the same digest. No secret is told. */
export interface Planner {
  /** @throws a problem when the compose files have errors, or an EngineError. */
  plan(project: string, request: OperationRequest, context: PlanningContext): Promise<Plan>
  /** The deployment of files that are not there, but would be. */
  planLoaded(
    loaded: LoadedProject,
    request: OperationRequest<'deploy'> & { readonly project: string },
    context: PlanningContext,
  ): Promise<Plan>
}

export interface PlanningContext {
  readonly signal: AbortSignal
  /** Whose policy the plan is held to. */
  readonly subject: Subject
  /** Of a copy that is not there yet: the project whose exceptions hold for it too. */
  readonly parent?: string
}

export interface PlannerDependencies {
  readonly load: (project: string) => Promise<LoadedProject>
  readonly engine: EngineReader
  readonly masks: Masks
  readonly judge: JudgePlan
  /** Of the files of a project, absolute. */
  readonly folderOf: (project: string) => string
  /** What the images of an earlier revision were. */
  readonly restoredImages: (project: string, revision: number) => Promise<RestoredImages>
  /** What the files of an earlier revision say. */
  readonly loadRevision: (project: string, revision: number) => Promise<LoadedProject>
  /** The machine that the Engine runs on, where that is this one. */
  readonly host?: HostReader | undefined
}

export function createPlanner(dependencies: PlannerDependencies): Planner {
  const { load, engine, masks, host, restoredImages, loadRevision, judge, folderOf } = dependencies

  /** What a deployment that goes back needs besides what was asked for. */
  const earlierImages = async (
    project: string,
    request: OperationRequest<Making>,
  ): Promise<PlanUpOptions> => {
    const { rollbackOf, undoTo = rollbackOf } = request.kind === 'deploy' ? request.options : {}
    if (undoTo === undefined) return {}
    const { images, mustBuild } = await restoredImages(project, undoTo)
    return { images, ...(mustBuild && { build: true }) }
  }

  const planFiles = async (
    loaded: LoadedProject,
    { project, ...request }: OperationRequest<Making> & { readonly project: string },
    { signal, subject, parent }: PlanningContext,
  ) => {
    const desired = toDesiredState(shape(requireProject(project, loaded), request))
    const target = observeTarget(desired, request.kind === 'deploy' ? request.options : {})
    const observed = await observe(engine, target, { signal, host })
    const earlier = await earlierImages(project, request)
    const about = { observed, loaded, subject, project, parent, folder: folderOf(project) }
    return judge(planMaking(request, { desired, observed, earlier }), about)
  }

  const plan: Planner['plan'] = async (project, request, context) => {
    const { signal, subject } = context
    const undoTo = request.kind === 'deploy' ? request.options.undoTo : undefined
    const loaded = undoTo === undefined ? await load(project) : await loadRevision(project, undoTo)
    if (request.kind === 'deploy' || request.kind === 'scale') {
      return planFiles(loaded, { project, ...request }, context)
    }
    // What runs can be taken down without files that load: its labels say enough.
    const desired = loaded.project === undefined ? undefined : toDesiredState(loaded.project)
    const removeImages = request.kind === 'down' ? request.options.removeImages : undefined
    const target =
      desired === undefined
        ? { project, removesImages: removeImages !== undefined }
        : observeTarget(desired, { startsNothing: true, removeImages })
    const observed = await observe(engine, target, { signal })
    requireServices(request, desired, observed)
    const about = { observed, loaded, subject, project, folder: folderOf(project) }
    return judge(planExisting(request, observed, desired), about)
  }
  return {
    plan: async (project, ...rest) => maskPlan(await plan(project, ...rest), masks.of(project)),
    planLoaded: async (loaded, request, context) =>
      maskPlan(await planFiles(loaded, request, context), masks.of(request.project)),
  }
}

type Making = Extract<OperationKind, 'deploy' | 'scale'>
type Existing = Exclude<OperationKind, Making>

/** The project as the request changes it for this once. Pure. */
function shape(project: Project, request: OperationRequest<Making>): Project {
  if (request.kind === 'scale') return scaled(project, request.options)
  const { pull } = request.options
  return pull === undefined ? project : mapServices(project, (service) => ({ ...service, pull_policy: pull }))
}

function scaled(project: Project, { service: name, replicas }: OptionsOf['scale']): Project {
  const service = project.services[name]
  if (service === undefined) throw unknownService(project.name, name)
  if (service.container_name !== undefined && replicas > 1) {
    throw new ProblemError(
      'SERVICE_NOT_SCALABLE',
      `Service ${name} cannot run ${replicas} containers: its container_name ${service.container_name} can be taken once only.`,
    )
  }
  return mapServices(project, (each) => (each.name === name ? { ...each, scale: replicas } : each))
}

const mapServices = (project: Project, change: (service: Service) => Service): Project => ({
  ...project,
  services: Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => [name, change(service)]),
  ),
})

interface MakingInput {
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly earlier: PlanUpOptions
}

function planMaking(request: OperationRequest<Making>, { desired, observed, earlier }: MakingInput): Plan {
  if (request.kind === 'deploy') return planUp(desired, observed, { ...request.options, ...earlier })
  // Nothing but the number of containers changes.
  return planUp(desired, observed, { services: [request.options.service], recreate: 'never' })
}

type PlanExisting<K extends Existing> = (
  observed: ObservedState,
  options: OptionsOf[K] & { readonly desired?: DesiredState },
) => Plan

const existing: { readonly [K in Existing]: PlanExisting<K> } = {
  down: planDown,
  start: planStart,
  stop: planStop,
  restart: planRestart,
  // The Engine refuses to pause what is paused: here it is as it was asked to be.
  pause: (observed, options) => planPause(without(observed, 'paused'), options),
  unpause: (observed, options) => planUnpause(without(observed, 'running'), options),
  kill: planKill,
}

const without = (observed: ObservedState, state: 'paused' | 'running'): ObservedState => ({
  ...observed,
  containers: observed.containers.filter((container) => container.state !== state),
})

function planExisting<K extends Existing>(
  request: OperationRequest<K>,
  observed: ObservedState,
  desired: DesiredState | undefined,
): Plan {
  // Safe: the options of a request are those of its kind.
  const plan = existing[request.kind] as PlanExisting<K>
  return plan(observed, { ...(request.options as OptionsOf[K]), ...(desired && { desired }) })
}

/** @throws a problem for a chosen service that neither the files nor the Engine know. */
function requireServices(
  request: OperationRequest,
  desired: DesiredState | undefined,
  observed: ObservedState,
): void {
  const known = new Set([
    ...(desired?.services ?? []).map(({ name }) => name),
    ...(desired?.disabledServices ?? []),
    ...observed.containers.map(({ service }) => service),
  ])
  const missing = scopeOf(request).find((name) => !known.has(name))
  if (missing !== undefined) throw unknownService(observed.project, missing)
}

const unknownService = (project: string, service: string) =>
  new ProblemError('SERVICE_NOT_FOUND', `${project} has no service ${service}.`)

/** @throws a problem, COMPOSE_INVALID, that names what is wrong. */
export function requireProject(name: string, loaded: LoadedProject): Project {
  if (loaded.project !== undefined) return loaded.project
  throw composeInvalid(name, loaded)
}
