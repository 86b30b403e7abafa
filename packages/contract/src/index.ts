export type { AuditChain, AuditEntry } from './audit.ts'
export * as audit from './audit.ts'
export type { ApiToken, Session } from './auth.ts'
export * as auth from './auth.ts'
export type { CopyInput, CopyMade, Endpoint } from './copies.ts'
export * as copies from './copies.ts'
export { commonProblems, declaredProblems } from './declared-problems.ts'
export type { DeployOptions, DownOptions } from './deployments.ts'
export * as deployments from './deployments.ts'
export type { DiscoveredProject } from './discovery.ts'
export * as discovery from './discovery.ts'
export * as events from './event-stream.ts'
export type {
  ClientMessage,
  EventMap,
  EventName,
  LogBatch,
  ServerMessage,
  StatsTopic,
  Topic,
} from './events.ts'
export type { ExecClientMessage, ExecServerMessage, ExecSession } from './exec.ts'
export * as exec from './exec.ts'
export type { HostDisk, HostPort, HostStatus, OwnerOrder, OwnerUsage } from './host.ts'
export * as host from './host.ts'
export type {
  KillOptions,
  PauseOptions,
  RestartOptions,
  ScaleOptions,
  StartOptions,
  StopOptions,
} from './lifecycle.ts'
export * as lifecycle from './lifecycle.ts'
export type { KeptLog, LogLine } from './logs.ts'
export * as logs from './logs.ts'
export type { Notification, NotificationChange, NotificationKind } from './notifications.ts'
export * as notifications from './notifications.ts'
export { type OpenApiDocument, openApiDocument } from './openapi.ts'
export type {
  Operation,
  OperationError,
  OperationKind,
  OperationState,
  Step,
  StepState,
} from './operations.ts'
export * as operations from './operations.ts'
export {
  changingPermissions,
  type Permission,
  permissions,
  type Role,
  rolePermissions,
  roles,
} from './permissions.ts'
export type { PlanView } from './plan-view.ts'
export * as plans from './plans.ts'
export type {
  PolicyException,
  PolicyExceptionInput,
  PolicyFinding,
  PolicyVerdict,
  RolePolicy,
} from './policies.ts'
export * as policies from './policies.ts'
export { type PolicyInput, type PolicyRule, policyRules } from './policy-shapes.ts'
export { Problem } from './problem.ts'
export type {
  FileInput,
  ProjectDetail,
  ProjectState,
  ProjectSummary,
  Replica,
  ReplicaState,
  ServiceStatus,
} from './projects.ts'
export * as projects from './projects.ts'
export type { RecoveryPolicy } from './recovery.ts'
export type {
  Revision,
  RevisionDetail,
  RevisionDiff,
  RevisionImage,
  RevisionOutcome,
  RollbackOptions,
} from './revisions.ts'
export * as revisions from './revisions.ts'
export {
  defineRoute,
  type RequestHeader,
  type RouteInput,
  type RouteReply,
  type RouteShape,
  type StreamType,
} from './route.ts'
export { routes } from './routes.ts'
export type { Run, RunArtifact, RunCause, RunEnvironment, RunInput, RunLogLine } from './runs.ts'
export * as runs from './runs.ts'
export type { SlackLink, SlackLinkCode, SlackReply, SlackSettings } from './slack.ts'
export * as slack from './slack.ts'
export type { GitInput, ProjectSource, SyncInput } from './sources.ts'
export type { ContainerUsage, HostUsage, ProjectUsage } from './stats.ts'
export * as stats from './stats.ts'
export type { User } from './users.ts'
export * as users from './users.ts'
export type {
  GlobalVariable,
  GlobalVariables,
  Variable,
  VariableInput,
  VariableSource,
  Variables,
} from './variables.ts'
export * as variables from './variables.ts'
export type {
  HookReply,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookInput,
  WebhookSender,
} from './webhooks.ts'
export * as webhooks from './webhooks.ts'
