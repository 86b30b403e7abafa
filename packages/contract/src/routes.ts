import * as audit from './audit.ts'
import * as auth from './auth.ts'
import * as copies from './copies.ts'
import * as deployments from './deployments.ts'
import * as discovery from './discovery.ts'
import * as events from './event-stream.ts'
import * as exec from './exec.ts'
import * as host from './host.ts'
import * as lifecycle from './lifecycle.ts'
import * as logs from './logs.ts'
import * as notifications from './notifications.ts'
import * as operations from './operations.ts'
import * as plans from './plans.ts'
import * as policies from './policies.ts'
import * as projects from './projects.ts'
import * as revisions from './revisions.ts'
import type { RouteShape } from './route.ts'
import * as runs from './runs.ts'
import * as stats from './stats.ts'
import * as users from './users.ts'
import * as variables from './variables.ts'
import * as webhooks from './webhooks.ts'

/** Every route, in the order of the OpenAPI document. */
export const routes: readonly RouteShape[] = [
  auth.readSession,
  auth.setUp,
  auth.signIn,
  auth.signOut,
  auth.listTokens,
  auth.createToken,
  auth.deleteToken,
  users.changePassword,
  users.endOtherSessions,
  users.listUsers,
  users.createUser,
  users.updateUser,
  users.resetPassword,
  users.deleteUser,
  audit.listAudit,
  audit.verifyAudit,
  policies.listPolicies,
  policies.listPolicyExceptions,
  policies.grantPolicyException,
  policies.revokePolicyException,
  policies.readPolicy,
  policies.replacePolicy,
  policies.checkPolicy,
  host.readHost,
  stats.readHostStats,
  host.listOwners,
  host.listHostPorts,
  host.readHostDisk,
  events.readEvents,
  notifications.listNotifications,
  notifications.readAllNotifications,
  notifications.readNotification,
  projects.listProjects,
  projects.createProject,
  projects.readProject,
  projects.replaceProject,
  projects.updateProject,
  projects.syncProject,
  projects.deleteProject,
  discovery.discoverProjects,
  discovery.adoptProject,
  copies.createCopy,
  copies.listCopies,
  copies.listEndpoints,
  projects.readFile,
  projects.writeFile,
  projects.deleteFile,
  logs.readLogs,
  stats.readProjectStats,
  exec.openExec,
  exec.listExecSessions,
  variables.listVariables,
  variables.setVariable,
  variables.deleteVariable,
  variables.readEnv,
  variables.writeEnv,
  variables.listGlobalVariables,
  variables.setGlobalVariable,
  variables.deleteGlobalVariable,
  variables.readGlobalEnv,
  variables.writeGlobalEnv,
  webhooks.listWebhooks,
  webhooks.createWebhook,
  webhooks.updateWebhook,
  webhooks.deleteWebhook,
  webhooks.rotateWebhookSecret,
  webhooks.listWebhookDeliveries,
  webhooks.receiveHook,
  revisions.listRevisions,
  revisions.readRevision,
  revisions.readRevisionFile,
  revisions.diffRevisions,
  revisions.pinRevision,
  revisions.unpinRevision,
  revisions.planRollback,
  revisions.rollBack,
  plans.createPlan,
  deployments.deploy,
  deployments.tearDown,
  lifecycle.startProject,
  lifecycle.stopProject,
  lifecycle.restartProject,
  lifecycle.pauseProject,
  lifecycle.unpauseProject,
  lifecycle.killProject,
  lifecycle.startService,
  lifecycle.stopService,
  lifecycle.restartService,
  lifecycle.pauseService,
  lifecycle.unpauseService,
  lifecycle.killService,
  lifecycle.scaleService,
  runs.startRun,
  runs.listRuns,
  runs.readRun,
  runs.cancelRun,
  runs.readRunLog,
  runs.readRunArtifact,
  operations.listOperations,
  operations.readOperation,
  operations.readOperationPlan,
  operations.cancelOperation,
  operations.retryOperation,
  operations.readOperationLog,
  logs.readKeptLogs,
]
