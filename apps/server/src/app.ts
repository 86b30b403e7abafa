import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { hostOf } from '@berth/convergence'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { guardRoutes } from './access/guard.ts'
import { openAudit } from './audit/open-audit.ts'
import { auditRoutes } from './audit/routes.ts'
import { useAuthentication } from './auth/authenticate.ts'
import { openAuth } from './auth/open-auth.ts'
import { authRoutes } from './auth/routes.ts'
import { userRoutes } from './auth/user-routes.ts'
import { createBackground } from './background.ts'
import { execRoutes } from './containers/exec-routes.ts'
import { createExecStore } from './containers/exec-store.ts'
import { createAttention, noteAttention } from './copies/attention.ts'
import { createCopyUseStore } from './copies/copy-use-store.ts'
import { openCopies } from './copies/open-copies.ts'
import { copyRoutes } from './copies/routes.ts'
import { watchCopies } from './copies/watch-copies.ts'
import { isDbAlive } from './db/client.ts'
import type { Dependencies } from './dependencies.ts'
import { createEventBus } from './events/bus.ts'
import { relayEngineEvents } from './events/engine-events.ts'
import { createEventStore } from './events/event-store.ts'
import { createFeed } from './events/feed.ts'
import { eventGateway } from './events/gateway.ts'
import { eventRoutes } from './events/routes.ts'
import { watchEngine } from './host/engine-watch.ts'
import { createHostView } from './host/host-view.ts'
import { watchContainers } from './host/live-containers.ts'
import { hostRoutes } from './host/routes.ts'
import { createAnswerOnce } from './http/answer-once.ts'
import { docsRoutes } from './http/docs.ts'
import { healthRoutes } from './http/health.ts'
import { useProblems } from './http/problem.ts'
import { useSecurity } from './http/security.ts'
import { useSockets } from './http/sockets.ts'
import { usePage } from './http/spa.ts'
import { useStreams } from './http/streams.ts'
import { useValidation } from './http/validation.ts'
import { keptLogRoutes } from './logs/kept-log-routes.ts'
import { createKeptLogStore } from './logs/kept-log-store.ts'
import { logRoutes } from './logs/routes.ts'
import { createAudience } from './notifications/audience.ts'
import { createNotificationService } from './notifications/notification-service.ts'
import { createNotificationStore } from './notifications/notification-store.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { tellFailures } from './notifications/tell-failures.ts'
import { goOn } from './operations/go-on.ts'
import { createIdempotencyStore } from './operations/idempotency-store.ts'
import { keepHouse } from './operations/keep-house.ts'
import { createOperationStore } from './operations/operation-store.ts'
import { createPlanner } from './operations/planner.ts'
import { recoverOperations } from './operations/recover.ts'
import { createReporter } from './operations/report.ts'
import { requestRoutes } from './operations/request-routes.ts'
import { toResult } from './operations/result.ts'
import { operationRoutes } from './operations/routes.ts'
import { createOperationRunner } from './operations/runner.ts'
import { createStartOperation } from './operations/start-operation.ts'
import { openPolicies } from './policies/open-policies.ts'
import { requireAllowed } from './policies/require-allowed.ts'
import { policyRoutes } from './policies/routes.ts'
import type { DeployedMarks } from './projects/drift.ts'
import { createProjectFiles } from './projects/files.ts'
import { createKeyedLock } from './projects/keyed-lock.ts'
import { createProjectLoader } from './projects/loader.ts'
import { createProjectChanges } from './projects/project-changes.ts'
import { createProjectService } from './projects/project-service.ts'
import { createProjectStore } from './projects/project-store.ts'
import { projectRoutes } from './projects/routes.ts'
import { createBlobs } from './revisions/blobs.ts'
import { openContents } from './revisions/contents.ts'
import { openRevisions } from './revisions/open-revisions.ts'
import { toDeployedMarks } from './revisions/revision.ts'
import { createRevisionStore } from './revisions/revision-store.ts'
import { revisionRoutes } from './revisions/routes.ts'
import { secretsOf } from './revisions/snapshot.ts'
import { openRuns } from './runs/open-runs.ts'
import { runRoutes } from './runs/routes.ts'
import { openKeyFile } from './secrets/key-file.ts'
import { findSealed } from './secrets/sealed-store.ts'
import { openSlack } from './slack/open-slack.ts'
import { slackRoutes } from './slack/routes.ts'
import { createFolderService } from './sources/folder-service.ts'
import { createSourceService } from './sources/source-service.ts'
import { statsRoutes } from './stats/routes.ts'
import { createUsageWatch } from './stats/usage-watch.ts'
import { createGlobalVariableService } from './variables/global-variable-service.ts'
import { openKeptVariables } from './variables/kept-variables.ts'
import { createProjectEnvironment } from './variables/project-environment.ts'
import { variableRoutes } from './variables/routes.ts'
import { createVariableService } from './variables/variable-service.ts'
import { createVariableStore } from './variables/variable-store.ts'
import { openWebhooks } from './webhooks/open-webhooks.ts'
import { webhookRoutes } from './webhooks/routes.ts'

export interface App {
  readonly http: FastifyInstance
  /** The one-time token of the set-up link, while nobody has set up; a new one each time. */
  issueSetupToken(): Promise<string | undefined>
}

/** Between two looks at the files of all projects. */
const recheckMs = 4_000

/** Puts the server together. Read it top-down: what a request passes through, then the slices. */
export async function buildApp(dependencies: Dependencies): Promise<App> {
  const { config, db, engine, log, masks, now, settleMs, pageFolder } = dependencies
  const stopping = new AbortController()
  const { signal } = stopping
  const onFault = (fault: unknown) => log.error({ err: fault }, 'an event could not be told')

  // Before anything begins that others listen to: from here to the hooks nothing waits.
  const seal = openKeyFile(path.join(config.dataDir, 'berth.key'), await findSealed(db))
  const kept = await openKeptVariables({ store: createVariableStore(db), seal, masks, now })
  const revisionStore = createRevisionStore(db)
  const deployed = new Map<string, DeployedMarks>()
  const deployedOf = (name: string) => deployed.get(name)
  for (const revision of await revisionStore.listDeployed()) {
    masks.setDeployed(revision.project, secretsOf(openContents(revision, seal)))
    deployed.set(revision.project, toDeployedMarks(revision))
  }
  const files = createProjectFiles(path.join(config.dataDir, 'projects'))
  const projectStore = createProjectStore(db)
  for (const { name, source } of await projectStore.list()) {
    if (source.kind === 'folder') files.place(name, source.path)
  }

  // What the slices share.
  const background = createBackground(onFault)
  const bus = createEventBus(onFault)
  const eventStore = createEventStore(db)
  const feed = createFeed({
    bus,
    store: eventStore,
    lastSeq: (await eventStore.bounds())?.newest ?? 0,
    now,
    onFault,
  })
  const watch = watchEngine({ engine, endpoint: engine.endpoint, now, signal })
  const live = watchContainers({ engine, watch, background, signal })
  const usage = createUsageWatch({ engine, live, background, signal })

  const { sessions, tokens, setupToken, credentials, userStore, auth, users } = openAuth({ db, now })

  const environment = createProjectEnvironment({
    kept,
    globalFile: path.join(config.dataDir, 'variables.env'),
  })

  const lock = createKeyedLock()
  const changes = createProjectChanges({ store: projectStore, files, lock, now })
  const loader = createProjectLoader({ files, environment, masks })
  const blobs = createBlobs(path.join(config.dataDir, 'blobs'))
  const projects = createProjectService({
    store: projectStore,
    files,
    changes,
    loader,
    engine,
    live,
    bus,
    background,
    now,
    deployedOf,
    activeOperation: (name) => runner.activeOf(name),
    async onDeleted(name) {
      await kept.replace(name, new Map())
      masks.setDeployed(name, [])
      deployed.delete(name)
      await sources.forget(name)
    },
  })
  const sources = createSourceService({
    store: projectStore,
    changes,
    seal,
    folder: path.join(config.dataDir, 'repositories'),
    options: { allowLoopback: dependencies.allowLoopback ?? false },
    announce: projects.announce,
  })
  const folders = createFolderService({
    engine,
    store: projectStore,
    changes,
    files,
    live,
    roots: config.projectRoots,
    dataDir: config.dataDir,
    isRun: async (name) => runs.store.isTaken(name),
    now,
    announce: projects.announce,
  })
  const variables = createVariableService({ projects, kept, environment })
  const globals = createGlobalVariableService({
    projects,
    kept,
    environment,
    lock,
    onChanged: () => background.run(projects.announceAll),
  })
  const shared = { changes, files, loader, sources, projects, environment, kept }
  const { revisions, rollback, deployments } = openRevisions({
    ...dependencies,
    ...shared,
    store: revisionStore,
    blobs,
    seal,
    retention: { most: config.revisionsKept, days: config.revisionDays },
    onDeployed(name, marks) {
      if (marks === undefined) deployed.delete(name)
      else deployed.set(name, marks)
    },
  })
  const notificationStore = createNotificationStore(db)
  const notifications = createNotificationService({ store: notificationStore, bus, now })
  const host = hostOf(engine.endpoint)
  const copies = openCopies({
    ...dependencies,
    ...shared,
    store: projectStore,
    host,
    async allow(loaded, { name: project, parent, actor: subject, signal }) {
      const request = { project, kind: 'deploy', options: {} } as const
      requireAllowed(await planner.planLoaded(loaded, request, { signal, subject, parent }))
    },
  })
  const operationStore = createOperationStore(db)
  const keptLogs = createKeptLogStore(db)
  const policies = openPolicies({
    ...dependencies,
    users: userStore,
    projectStore,
    requireProject: projects.require,
  })
  const { judge } = policies
  const applyOptions = settleMs === undefined ? {} : { settleMs }
  const planner = createPlanner({
    async load(name) {
      await copies.isolate(name)
      return projects.load(name)
    },
    engine,
    masks,
    judge,
    folderOf: files.folderOf,
    host,
    restoredImages: rollback.images,
    loadRevision: async (name, number) => rollback.load(await revisions.find(name, number)),
  })
  const keys = createIdempotencyStore(db)
  const resultOf = async (name: string) => {
    const services = await projects.findServices(name)
    return services && toResult(services)
  }
  const succession = {
    store: operationStore,
    policyOf: async (name: string) => (await projectStore.find(name))?.recovery ?? 'leave',
    deployedOf: revisionStore.deployed,
    now,
  } as const
  const runner = createOperationRunner({
    ...succession,
    keptLogs,
    planner,
    deployments,
    async sync(name, signal) {
      if ((await projectStore.find(name))?.source.kind === 'git') await sources.sync(name, {}, signal)
    },
    bindKey: keys.bind,
    resultOf,
    limit: config.operationLimit,
    engine,
    bus,
    log,
    masks,
    applyOptions,
    onActivity: (name) => background.run(() => projects.announce(name)),
  })
  const runs = openRuns({
    ...dependencies,
    seal,
    background,
    projectFiles: files,
    sources,
    loader,
    bus,
    judge,
    host,
    applyOptions,
    findProject: changes.find,
    isProject: async (name) => (await projectStore.find(name)) !== undefined,
  })
  relayEngineEvents({ ...projects, watch, live, bus, background })

  // What every request passes, in this order.
  const http = Fastify({
    loggerInstance: log,
    // Requests are no news; what fails is logged where it is answered.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1024 },
  })
  // First: who watches an operation is told how it ended before the sockets close.
  http.addHook('preClose', async () => {
    await Promise.all([runner.stop(), runs.service.stop()])
  })
  useValidation(http)
  useProblems(http)
  await useSecurity(http, config)
  useAuthentication(http, { sessions, tokens, now })
  const projectOf = async (id: string) => (runner.find(id) ?? (await operationStore.find(id)))?.project
  const audit = openAudit(http, { db, seal, masks, projectOf, now })
  guardRoutes(http, { projectOf, projectOfRun: runs.projectOf, findProject: projectStore.find })
  const attention = createAttention(now)
  noteAttention(http, attention)
  http.decorate('answerOnce', createAnswerOnce({ keys, seal, now }))
  await useSockets(http)
  useStreams(http)

  // The slices.
  const isEngineThere = () => watch.status().state === 'reachable'
  healthRoutes(http, { database: () => isDbAlive(db), engine: async () => isEngineThere() })
  authRoutes(http, { auth })
  userRoutes(http, { users })
  const view = createHostView({ ...dependencies, store: projectStore, runs: runs.store, host, signal })
  hostRoutes(http, { watch, view, feed })
  projectRoutes(http, { projects, copies, sources, folders, feed, deployedOf, now })
  auditRoutes(http, audit)
  policyRoutes(http, policies)
  copyRoutes(http, { copies, projects, deployedOf, now })
  variableRoutes(http, { variables, globals })
  const requireProject = projects.require
  const audience = createAudience()
  tellFailures({ bus, runner, audience, notifications, background })
  const reporter = createReporter({ runner, store: operationStore, feed, audience, now, resultOf })
  const start = createStartOperation({ runner, reporter, keys, requireProject, now })
  requestRoutes(http, { planner, start, requireProject })
  operationRoutes(http, { runner, store: operationStore, reporter, start, feed, now })
  const findProject = projectStore.find
  const asking = { ...dependencies, seal, keys, runner, reporter, requireProject, findProject }
  webhookRoutes(http, openWebhooks(asking))
  const forSlack = { ...asking, projects, revisions, rollback, planner, deployedOf }
  const slack = openSlack({ ...forSlack, background, signal })
  slackRoutes(http, slack)
  keptLogRoutes(http, { keptLogs, requireOperation: reporter.find })
  logRoutes(http, { engine, credentials, masks, requireProject, now })
  revisionRoutes(http, { revisions, rollback, planner, start })
  runRoutes(http, { ...runs, keys, credentials, requireProject, now })
  const execStore = createExecStore(db)
  execRoutes(http, { engine, live, store: execStore, audit, credentials, attention, requireProject, now })
  statsRoutes(http, { usage, live, credentials, requireProject, now })
  eventGateway(http, { feed, credentials, usage, audience, projectOf, now })
  eventRoutes(http, { feed, credentials, projectOf })
  notificationRoutes(http, { notifications, feed })
  await usePage(http, pageFolder)
  docsRoutes(http)

  const pruned = { operationStore, eventStore, notificationStore, pruneRuns: runs.prune, keys }
  const housekeeping = keepHouse({ ...pruned, background, now, operationDays: config.operationDays })
  // Edits from outside are told within five seconds.
  const rechecking = setInterval(() => background.run(projects.recheck), recheckMs)
  const watchingCopies = watchCopies({
    ...dependencies,
    store: projectStore,
    uses: createCopyUseStore(db),
    attention,
    runner,
    operations: operationStore,
    projects,
    notifications,
    isEngineThere,
    background,
    signal,
  })
  http.addHook('onClose', async () => {
    watchingCopies.stop()
    housekeeping.stop()
    runs.endSweeping()
    clearInterval(rechecking)
    stopping.abort(new Error('The server stops'))
    await watch.ended
    await background.stop()
    await feed.settled()
  })
  await keys.sweep('unfinished')
  const recovered = await recoverOperations(succession)
  await runs.recover(watch.reachable)
  await revisionStore.interruptPending()
  goOn(recovered, { runner, background, log, reachable: watch.reachable, resume: slack.resume })
  return {
    http,
    issueSetupToken: async () => ((await auth.isSetUp()) ? undefined : setupToken.issue()),
  }
}
