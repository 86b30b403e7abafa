import { setTimeout as delay } from 'node:timers/promises'
import {
  deployments,
  lifecycle,
  logs as logsContract,
  type Permission,
  projects as projectsContract,
  revisions as revisionsContract,
  type SlackReply,
} from '@berth/contract'
import { type EngineReader, isEngineError } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import { requirePermission } from '../access/guard.ts'
import type { GivenCommand } from '../audit/audit-hook.ts'
import { hashSecret } from '../auth/secret.ts'
import type { Background } from '../background.ts'
import { ProblemError, toProblem } from '../http/problem.ts'
import { nameOf, textOf } from '../logs/format-lines.ts'
import { findContainers, originOf } from '../logs/log-line.ts'
import { newest } from '../logs/newest.ts'
import { readLogs } from '../logs/read-logs.ts'
import { selectLines } from '../logs/select-lines.ts'
import type { IdempotencyStore } from '../operations/idempotency-store.ts'
import type { OperationRequest } from '../operations/operation.ts'
import type { Planner } from '../operations/planner.ts'
import type { OperationRunner } from '../operations/runner.ts'
import { requireAllowed } from '../policies/require-allowed.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import { type ProjectTextContext, projectLine, projectsText } from '../projects/project-text.ts'
import type { RevisionService } from '../revisions/revision-service.ts'
import type { Rollback } from '../revisions/rollback.ts'
import { maskPlan } from '../secrets/mask-plan.ts'
import type { Masks } from '../secrets/masks.ts'
import type { OwedAnswers } from './owed-answers.ts'
import { type Asked, helpText, readCommand } from './slack-command.ts'
import type { SlackCommand } from './slack-request.ts'
import { normalCode } from './slack-service.ts'
import type { LinkRecord, SlackStore } from './slack-store.ts'
import { messageText, toAsker } from './slack-text.ts'

/**
 * Does what a command asks for, as the user that its account is linked to, and answers within the time that Slack
 * waits. What is refused is a text too: Slack shows nothing else.
 *
 * @param origin Scheme and host under which Slack reached the server.
 */
export type AnswerCommand = (command: SlackCommand, origin: string) => Promise<CommandAnswer>

export interface CommandAnswer {
  readonly reply: SlackReply
  /** For the audit. */
  readonly given: GivenCommand
}

export interface CommandDependencies {
  readonly store: SlackStore
  readonly owed: OwedAnswers
  readonly keys: Pick<IdempotencyStore, 'claim' | 'release'>
  readonly runner: Pick<OperationRunner, 'queue'>
  readonly projects: Pick<ProjectService, 'list' | 'read' | 'require'>
  readonly findProject: (name: string) => Promise<ProjectRecord | undefined>
  readonly revisions: Pick<RevisionService, 'find' | 'list' | 'maskOf'>
  readonly rollback: Pick<Rollback, 'load' | 'restore'>
  readonly planner: Pick<Planner, 'planLoaded'>
  readonly deployedOf: ProjectTextContext['deployedOf']
  readonly engine: EngineReader
  readonly masks: Masks
  readonly background: Background
  readonly log: FastifyBaseLogger
  readonly now: () => number
  /** Aborts when the server stops. */
  readonly signal: AbortSignal
}

/** Slack waits for three seconds, the way there and back included. */
const answerMs = 2_000
/** How long it is worked on what is answered later. */
const workMs = 60_000

type User = LinkRecord['user']

/** Who asks, and with which command. */
interface Asking {
  readonly user: User
  readonly command: SlackCommand
  readonly origin: string
}

/** @see AnswerCommand */
export function createAnswerCommand(dependencies: CommandDependencies): AnswerCommand {
  const { store, owed, background, log, now, signal } = dependencies

  const textFor = async (asked: Asked, command: SlackCommand, origin: string): Promise<Worded> => {
    if (asked.kind === 'help') return { text: messageText(helpFor(asked, command), { link: origin }) }
    if (asked.kind === 'link') {
      const linked = await store.link(command, hashSecret(normalCode(asked.code)), now())
      if (linked === undefined) return { text: wrongCode, problem: unknownAccount }
      const { name } = linked.user
      return { text: messageText(`linked to ${name} of Berth`, { link: origin }), user: name }
    }
    const link = await store.findLink(command)
    if (link === undefined) {
      const account = `${origin}/settings/account`
      const text = `link your account: make a code at ${account}, then give ${command.name} link CODE`
      return { text: messageText(text, { link: origin }), problem: unknownAccount }
    }
    const { user } = link
    try {
      return { text: await answer(asked, { user, command, origin }, dependencies), user: user.name }
    } catch (error) {
      return { ...explained(error, origin), user: user.name }
    }
  }

  const explained = (error: unknown, origin: string): Worded => {
    const problem = toProblem(error, 'none')
    if (!(error instanceof ProblemError) && !isEngineError(error))
      log.error({ err: error }, 'could not answer a command of Slack')
    const { title, detail, fix } = problem
    const text = [`${title}. ${detail}`, ...(fix === undefined ? [] : [fix])].join('\n')
    return { text: messageText(text, { link: origin }), problem }
  }

  return async (command, origin) => {
    const asked = readCommand(command.text)
    const work = textFor(asked, command, origin).catch((error) => explained(error, origin))
    const inTime = new AbortController()
    const waiting = delay(answerMs, undefined, { signal: AbortSignal.any([signal, inTime.signal]) })
    const worded = await Promise.race([work, waiting.catch(() => undefined)])
    inTime.abort()
    if (worded !== undefined) return { reply: toAsker(worded.text), given: givenAs(asked, worded) }
    const later = await owed.open(command, origin)
    background.run(async () => owed.tell(later, (await work).text))
    const user = (await store.findLink(command))?.user.name
    const reply = toAsker('This takes a moment: the answer follows here.')
    return { reply, given: givenAs(asked, user === undefined ? {} : { user }) }
  }
}

/** An answer, and what of it the audit has. */
type Worded = { readonly text: string } & Pick<GivenCommand, 'user' | 'problem'>

const unknownAccount = { status: 401, code: 'AUTH_REQUIRED' } as const
const wrongCode =
  'The code is not valid: it works once, and for ten minutes. Make another on your account page in Berth.'

function helpFor({ unknown }: Extract<Asked, { kind: 'help' }>, { name }: SlackCommand): string {
  return `${unknown === undefined ? '' : `I do not understand “${unknown}”.\n`}${helpText(name)}`
}

/** For the audit: without codes, and without what was not understood and may be one. Pure. */
function givenAs(asked: Asked, { user, problem }: Pick<GivenCommand, 'user' | 'problem'>): GivenCommand {
  const { kind } = asked
  return {
    ...(user !== undefined && { user }),
    ...('project' in asked && { project: asked.project.slice(0, 100) }),
    input: kind === 'link' || kind === 'help' ? { kind } : asked,
    isReading: ['help', 'list', 'status', 'logs'].includes(kind),
    ...(problem && { problem: { status: problem.status, code: problem.code } }),
  }
}

type Answered = Exclude<Asked, { readonly kind: 'help' | 'link' }>

function answer(asked: Answered, asking: Asking, dependencies: CommandDependencies): Promise<string> {
  switch (asked.kind) {
    case 'list':
      return listText(asking, dependencies)
    case 'status':
      return statusText(asked.project, asking, dependencies)
    case 'logs':
      return logText(asked, asking, dependencies)
    default:
      return begin(asked, asking, dependencies)
  }
}

const contextOf = (
  { origin }: Asking,
  { now, deployedOf }: Pick<CommandDependencies, 'now' | 'deployedOf'>,
): ProjectTextContext => ({ now: now(), hostname: new URL(origin).hostname, deployedOf })

async function listText(asking: Asking, dependencies: CommandDependencies): Promise<string> {
  requirePermission(asRoled(asking.user), projectsContract.listProjects.permission)
  const text = projectsText(await dependencies.projects.list(), contextOf(asking, dependencies))
  return messageText(text === '' ? 'There are no projects.' : text, { link: `${asking.origin}/projects` })
}

async function statusText(name: string, asking: Asking, dependencies: CommandDependencies): Promise<string> {
  await requireMay(asking, [projectsContract.readProject.permission], name, dependencies)
  const project = await dependencies.projects.read(name)
  const text = projectLine(project, contextOf(asking, dependencies))
  return messageText(text, { link: `${asking.origin}/projects/${name}` })
}

async function logText(
  { project, service, lines }: Extract<Asked, { kind: 'logs' }>,
  asking: Asking,
  dependencies: CommandDependencies,
): Promise<string> {
  const { engine, masks, now } = dependencies
  await requireMay(asking, [logsContract.readLogs.permission], project, dependencies)
  const selection = await selectLines(
    engine,
    { service, tail: lines },
    {
      project,
      mask: masks.of(project),
      now: now(),
      signal: AbortSignal.any([dependencies.signal, AbortSignal.timeout(workMs)]),
    },
  )
  const containers = await findContainers(engine, selection)
  const subject = [project, ...(service === undefined ? [] : [service])].join(' ')
  if (containers.length === 0) return messageText(`${subject} has no containers`, { link: asking.origin })
  const found = await newest(readLogs(engine, containers, selection))
  const width = Math.max(...containers.map((container) => nameOf(originOf(container)).length))
  const text = found.lines
    .slice(-lines)
    .map((line) => textOf(line, { width, timestamps: false, color: false }))
    .join('')
  return messageText(text === '' ? `${subject} has printed nothing` : text, {
    link: `${asking.origin}/projects/${project}/logs`,
    keep: 'last',
  })
}

type Beginning = Extract<Asked, { kind: 'deploy' | 'restart' | 'rollback' }>

/** Queues an operation, whose end is told later. */
async function begin(asked: Beginning, asking: Asking, dependencies: CommandDependencies): Promise<string> {
  const { owed, keys, runner, now } = dependencies
  const { user, command, origin } = asking
  await requireMay(asking, neededFor[asked.kind], asked.project, dependencies)
  const request = await requestFor(asked, asking, dependencies)
  // Before anything is begun: whatever happens to the server, somebody is told how it ended.
  const later = await owed.open(command, origin)
  const idempotencyKey = owed.keyOf(later)
  try {
    await keys.claim(idempotencyKey, '', now())
    const actor = { kind: 'user', name: user.name, userName: user.name, ...asRoled(user) } as const
    const queued = { ...request, project: asked.project, actor, idempotencyKey, trigger: 'slack' } as const
    const { id } = await runner.queue(queued)
    await owed.tellEnd(later, id)
    return messageText(`queued ${id}: ${origin}/projects/${asked.project}/operations/${id}`, { link: origin })
  } catch (error) {
    await keys.release(idempotencyKey)
    await owed.close(later)
    throw error
  }
}

const neededFor: Readonly<Record<Beginning['kind'], readonly Permission[]>> = {
  deploy: [deployments.deploy.permission],
  restart: [lifecycle.restartProject.permission],
  // Files change too.
  rollback: [revisionsContract.rollBack.permission, projectsContract.replaceProject.permission],
}

async function requestFor(
  asked: Beginning,
  { user }: Asking,
  { revisions, rollback, planner, deployedOf, signal }: CommandDependencies,
): Promise<OperationRequest> {
  if (asked.kind === 'deploy') return { kind: 'deploy', options: {} }
  if (asked.kind === 'restart') {
    const { service } = asked
    return { kind: 'restart', options: service === undefined ? {} : { services: [service] } }
  }
  const { project } = asked
  const number = asked.revision ?? (await numberBefore(project, deployedOf(project)?.revision, revisions))
  const revision = await revisions.find(project, number)
  const request = { kind: 'deploy', options: { rollbackOf: number } } as const
  // Before anything is replaced: policies may refuse it.
  const loaded = await rollback.load(revision)
  const subject = { ...asRoled(user), userName: user.name }
  const plan = await planner.planLoaded(loaded, { project, ...request }, { signal, subject })
  requireAllowed(maskPlan(plan, revisions.maskOf(revision)))
  await rollback.restore(revision, { author: { kind: 'user', name: user.name }, ifMatch: undefined })
  return request
}

/** The number of what ran before what runs. */
async function numberBefore(
  project: string,
  deployed: number | undefined,
  revisions: CommandDependencies['revisions'],
): Promise<number> {
  let before = deployed
  while (before !== undefined) {
    const page = await revisions.list(project, { limit: 100, before })
    const found = page.revisions.find(({ outcome }) => outcome === 'succeeded')
    if (found !== undefined) return found.number
    before = page.nextBefore ?? undefined
  }
  throw new ProblemError('REVISION_NOT_FOUND', `Nothing of ${project} ran before what runs.`, {
    fix: 'Name the number of a revision.',
  })
}

/** @throws a problem when the user may not, or there is no such project. */
async function requireMay(
  { user }: Asking,
  needed: readonly Permission[],
  name: string,
  { findProject, projects }: Pick<CommandDependencies, 'findProject' | 'projects'>,
): Promise<void> {
  const project = await findProject(name)
  const owned = project && { isCopy: project.parent !== undefined, owner: project.owner?.userId }
  for (const permission of needed) requirePermission(asRoled(user), permission, owned)
  await projects.require(name)
}

const asRoled = ({ id, role }: User) => ({ userId: id, role })
