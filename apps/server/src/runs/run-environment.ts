import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Project } from '@berth/compose'
import {
  type ApplyEvent,
  type ApplyOptions,
  apply,
  type DesiredState,
  describeAction,
  type HostReader,
  type ObservedState,
  type OneOff,
  observe,
  observeTarget,
  type Plan,
  planDown,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import { type Engine, isEngineError, label } from '@berth/docker-engine'
import { keepingLogs } from '../logs/kept-logs.ts'
import { outcomeOf } from '../operations/ending.ts'
import { requireProject } from '../operations/planner.ts'
import { requireApplicable } from '../operations/require-plan.ts'
import { toResult } from '../operations/result.ts'
import type { JudgePlan } from '../policies/judge-plan.ts'
import { requireAllowed } from '../policies/require-allowed.ts'
import type { LoadedProject, ProjectLoader } from '../projects/loader.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import { joinServices } from '../projects/status.ts'
import { maskEvent, maskPlan, maskResult } from '../secrets/mask-plan.ts'
import { createMask, type Mask, type Masks } from '../secrets/masks.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import { collectArtifacts } from './collect-artifacts.ts'
import { isolateRun } from './isolate-run.ts'
import type { RunRecord } from './run.ts'
import type { RunFiles } from './run-files.ts'
import type { RunLog } from './run-log.ts'

/** What runs do to the Engine. */
export interface RunEnvironments {
  /** Refuses what can be refused before anything is made: files with errors, no such service, what policies refuse. */
  check(run: RunRecord, variables: Variables, signal: AbortSignal): Promise<void>
  /**
   * Brings up what the service depends on, runs it once, and takes what is wanted of it; removes nothing. Aborting
   * ends the waiting: the command goes on until it is cleaned up.
   */
  execute(run: RunRecord, execution: Execution): Promise<RunOutcome>
  /** Removes everything that carries the label of the run's environment, and its images. Rejects when some is left. */
  cleanUp(run: RunRecord, log: RunLog): Promise<void>
}

type Variables = Readonly<Record<string, string>>

export interface Execution {
  readonly signal: AbortSignal
  readonly log: RunLog
  /** Resolves when it is on the disk: then it can be cleaned up whatever happens. */
  readonly note: (known: Pick<RunRecord, 'images' | 'notes'>) => Promise<void>
}

/** What came of it, as far as it came. */
export interface RunOutcome extends Pick<RunRecord, 'services' | 'artifacts'> {
  /** Absent: it was cut short. */
  readonly ending?: Pick<RunRecord, 'cause' | 'exitCode' | 'error'>
}

export interface EnvironmentDependencies {
  readonly engine: Engine
  readonly loader: Pick<ProjectLoader, 'load' | 'loadCopy'>
  readonly files: RunFiles
  readonly masks: Masks
  readonly judge: JudgePlan
  readonly host: HostReader | undefined
  readonly applyOptions: Pick<ApplyOptions, 'settleMs'>
  /** What the files of a run are given. */
  readonly variablesOf: (run: string) => Promise<Variables>
  /** @throws a problem, PROJECT_NOT_FOUND. */
  readonly findProject: (name: string) => Promise<ProjectRecord>
}

/** @see RunEnvironments */
export function createRunEnvironments(dependencies: EnvironmentDependencies): RunEnvironments {
  const { engine, loader, files, masks, judge, host, applyOptions, findProject, variablesOf } = dependencies

  const load = async (run: RunRecord, variables: Variables) => {
    const record = await findProject(run.project)
    const folder = files.folderOf(run.id, record)
    const workdir = workdirOf(record.source)
    const names = await readdir(path.join(folder, workdir))
    const loaded = await loader.loadCopy(record, {
      name: run.name,
      folder,
      files: names.map((name) => insideWorkdir(workdir, name)),
      variables: { ...variables, BUILD_ID: run.buildId },
    })
    const isolated = isolateRun(requireProject(run.project, loaded), run.request)
    return { ...isolated, loaded: { ...loaded, project: isolated.project } satisfies LoadedProject, record }
  }

  const maskOf = (run: RunRecord, variables: Variables): Mask => {
    const ofProject = masks.of(run.project)
    const ofRun = createMask(
      Object.entries(variables).flatMap(([name, value]) => (isSecret(name) ? value : [])),
    )
    return (text) => ofRun(ofProject(text))
  }

  const planRun = async (run: RunRecord, variables: Variables, signal: AbortSignal) => {
    const { project, loaded, record, notes } = await load(run, variables)
    const mask = maskOf(run, variables)
    const desired = toDesiredState(project, oneOffOf(run))
    const observed = await observe(engine, observeTarget(desired), { signal, host })
    const up = planUp(desired, observed, { services: [run.request.service], wait: false })
    const subject = { userId: run.userId, userName: run.actor.user, role: run.role }
    const folder = files.folderOf(run.id, record)
    const judged = await judge(up, { observed, loaded, subject, project: run.project, folder })
    return { project, record, notes, desired, observed, mask, plan: maskPlan(judged, mask) }
  }

  const execute: RunEnvironments['execute'] = async (run, { signal, log, note }) => {
    const variables = await variablesOf(run.id)
    const { project, record, notes, ...made } = await planRun(run, variables, signal)
    const { desired, observed, mask, plan } = made
    requireApplicable(plan)
    const others = (await loader.load(record)).project
    await note({ images: ownImages(desired, observed, others), notes: [...run.notes, ...notes.map(mask)] })
    const result = await apply(plan, engine, {
      ...applyOptions,
      signal,
      onEvent: (event) => toLog(maskEvent(event, mask), plan, log),
    })
    const known = { run, project, mask, log, signal }
    const { ending } = outcomeOf(maskResult(result, mask))
    const container = result.containers.find(({ service }) => service === run.request.service)?.id
    if (ending.state === 'failed' || container === undefined) {
      const isCut = ending.state === 'cancelled'
      const failure = { cause: 'environment' as const, ...(ending.error && { error: ending.error }) }
      return { ...(await look(known, undefined)), ...(!isCut && { ending: failure }) }
    }
    const exitCode = await follow(known, container)
    return {
      ...(await look(known, container)),
      ...(exitCode !== undefined && { ending: { cause: 'exit' as const, exitCode } }),
    }
  }

  interface Known {
    readonly run: RunRecord
    readonly project: Project
    readonly mask: Mask
    readonly log: RunLog
    readonly signal: AbortSignal
  }

  /** Its exit code; undefined when that was not waited for to the end. */
  const follow = async ({ run, mask, log, signal }: Known, container: string) => {
    const { service } = run.request
    const printed = (async () => {
      for await (const line of engine.containerLogs(container, { follow: true, signal })) {
        log.add({ time: line.timestamp, service, stream: line.stream, text: mask(line.text) })
      }
    })().catch((error) => {
      if (signal.aborted) return
      if (!isEngineError(error)) throw error
      // For example because its log driver keeps nothing: the run goes by its exit code.
      log.add({ time: new Date().toISOString(), service, stream: 'build', text: mask(error.message) })
    })
    try {
      const { exitCode } = await engine.waitForExit(container, { signal })
      await printed
      return exitCode
    } catch (error) {
      await printed
      if (signal.aborted) return undefined
      throw error
    }
  }

  /** How everything is before it is cleaned up. */
  const look = async ({ run, project, mask }: Known, container: string | undefined) => {
    const containers = await engine.listContainers({ labels: [`${label.project}=${run.name}`] })
    const services = toResult(joinServices(project, containers)).services
    const { artifacts: paths, service } = run.request
    const artifacts =
      container === undefined || paths.length === 0
        ? []
        : await collectArtifacts(engine, { container, paths, folder: files.artifactsOf(run.id) })
    return {
      services: services.filter((each) => each.service !== service),
      artifacts: artifacts.map(({ error, ...artifact }) => ({
        ...artifact,
        ...(error !== undefined && { error: mask(error) }),
      })),
    }
  }

  return {
    async check(run, variables, signal) {
      const { plan } = await planRun(run, variables, signal)
      requireAllowed(plan)
    },
    execute,
    async cleanUp(run, log) {
      const mask = maskOf(run, await variablesOf(run.id))
      const keeping = keepingLogs(engine, {
        project: run.name,
        mask,
        keep: ({ service, lines }) => {
          // What the service itself printed has been followed.
          if (service === run.request.service) return
          for (const line of lines) log.add({ ...line, service })
        },
      })
      for (const planNext of [downPlan, imagesPlan]) {
        // From what the one before has left.
        const plan = await planNext(engine, run)
        const onEvent = (event: ApplyEvent) => toLog(event, plan, log)
        const { outcome, failures } = maskResult(
          await apply(plan, keeping, { ...applyOptions, onEvent }),
          mask,
        )
        if (outcome !== 'succeeded')
          throw new Error(failures[0]?.message ?? `${plan.project} was not removed`)
      }
      await files.removeCopy(run.id)
    },
  }
}

/** Whether the value of a variable that is given must not be shown: its name says so. */
const isSecret = (name: string) =>
  /pass|pwd|secret|token|credential|private|auth|api_?key|(^|_)key(_|$)/i.test(name)

const oneOffOf = ({ request: { service } }: RunRecord): OneOff => ({
  service,
  slug: randomBytes(32).toString('hex'),
  hasInput: false,
  removesItself: false,
  usesAliases: false,
})

/** What has to be pulled under a name that only this run has, such as one with its build id. Pure. */
function ownImages(desired: DesiredState, { images }: ObservedState, others: Project | undefined): string[] {
  const known = Object.values({ ...others?.services, ...others?.disabledServices }).map(({ image }) => image)
  const pulled = desired.services.filter(({ build }) => build === undefined).map(({ image }) => image)
  return [...new Set(pulled)].filter((image) => images[image] === undefined && !known.includes(image))
}

/** From labels alone: what was made is found also when the files are gone. */
async function downPlan(engine: Engine, { name }: RunRecord): Promise<Plan> {
  const observed = await observe(engine, { project: name, removesImages: true, startsNothing: true })
  return planDown(observed, { volumes: true, removeOrphans: true, timeoutSeconds: 0, removeImages: 'local' })
}

/** Takes their names from images that were pulled for the run, once no container of it uses them. */
async function imagesPlan(engine: Engine, { name, images }: RunRecord): Promise<Plan> {
  const target = { project: name, images, removesImages: true, startsNothing: true }
  const observed = await observe(engine, target)
  const removableImages = (observed.removableImages ?? []).flatMap((image) => {
    const names = image.names.filter((each) => images.includes(each))
    return names.length === 0 ? [] : [{ ...image, names, service: name }]
  })
  return planDown({ ...observed, removableImages }, { removeOrphans: true, removeImages: 'local' })
}

/** What is begun, and what building and pulling print. */
function toLog(event: ApplyEvent, plan: Plan, log: RunLog): void {
  if (event.kind !== 'action-output' && event.kind !== 'action-started') return
  const action = plan.actions.find(({ id }) => id === event.action)
  const service = action?.service ?? ''
  const time = new Date().toISOString()
  if (event.kind === 'action-started') {
    if (action !== undefined) log.add({ time, service, stream: 'step', text: describeAction(action) })
    return
  }
  for (const text of event.text.replace(/\n$/, '').split('\n')) {
    log.add({ time, service, stream: 'build', text })
  }
}
