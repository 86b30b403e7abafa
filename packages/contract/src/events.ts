import type { HostStatus } from './host.ts'
import type { NotificationChange } from './notifications.ts'
import type { Operation, Step } from './operations.ts'
import type { ProjectSummary } from './projects.ts'
import type { Run } from './runs.ts'
import type { HostUsage, ProjectUsage } from './stats.ts'

/**
 * What happens, by name, and what is told of it.
 *
 * Topics: `projects` (every project's summary), `project:<name>`, `operation:<id>`, `host`,
 * `notifications` (those of the user who is subscribed).
 */
export interface EventMap {
  /** On `projects` and `project:<name>`: the new summary, after files, containers or an operation changed. */
  'project.changed': ProjectSummary
  'project.deleted': { readonly name: string }
  /** On `project:<name>` and `operation:<id>`: state, error, services; without steps they are as before. */
  'operation.changed': Omit<Operation, 'steps' | 'seq'>
  /** On `operation:<id>`. */
  'operation.step': { readonly operation: string; readonly step: Step }
  /** On `operation:<id>`: what a build or a pull printed. */
  'operation.output': { readonly operation: string; readonly step: string; readonly text: string }
  /** On `project:<name>` of the project that it is a run of. */
  'run.changed': Run
  'host.changed': Omit<HostStatus, 'seq'>
  'notification.changed': NotificationChange
}

export type EventName = keyof EventMap

/** `${topic}` as the client writes it. */
export type Topic =
  | 'projects'
  | 'host'
  | 'notifications'
  | `project:${string}`
  | `operation:${string}`
  | StatsTopic

/** What containers use, every second: of one project, or of all. Not numbered and not kept. */
export type StatsTopic = 'stats' | `stats:${string}`

/** Client to server, on `/api/v1/ws`. Without `since`, only what happens from now on is told. */
export type ClientMessage =
  | { readonly op: 'subscribe'; readonly topic: Topic; readonly since?: number }
  | { readonly op: 'unsubscribe'; readonly topic: Topic }

/**
 * Server to client, on `/api/v1/ws`. `seq` is one sequence over all topics, so of a topic it grows, not always by
 * one. It is kept: a client goes on after a restart of the server as if there had been none.
 * The socket closes with 4401 when the session or token ends, and with 1001 when the server stops.
 */
export type ServerMessage =
  | { readonly op: 'subscribed'; readonly topic: Topic; readonly seq: number }
  | {
      [N in EventName]: {
        readonly op: 'event'
        readonly topic: Topic
        readonly seq: number
        readonly name: N
        readonly payload: EventMap[N]
      }
    }[EventName]
  /** On `stats:<name>` and `stats`, while somebody is subscribed; a slow client misses some. */
  | { readonly op: 'stats'; readonly topic: StatsTopic; readonly usage: ProjectUsage | HostUsage }
  /** The gap cannot be filled: read the resource again, then subscribe since its `seq`. */
  | { readonly op: 'reset'; readonly topic: Topic }
  | { readonly op: 'denied'; readonly topic: Topic; readonly code: string }

/**
 * Server to client, on `/api/v1/projects/<name>/logs/ws?service=&tail=`: batches of lines; the last `tail`
 * lines of each container first, then what it prints. Containers that start later are followed too, so it
 * stays open while the Engine answers. Closes with 1011 when the Engine goes away and with 4401 when the
 * session or token ends.
 */
export type LogBatch = readonly {
  readonly container: string
  readonly service: string
  readonly number: number
  readonly stream: 'stdout' | 'stderr'
  /** Epoch milliseconds. */
  readonly time: number
  readonly text: string
}[]
