import type { Engine, EngineSessions } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import type { Db } from './db/client.ts'
import type { Masks } from './secrets/masks.ts'

/** What the app needs from outside: everything with an effect that a test wants to hold in its hands. */
export interface Dependencies {
  readonly config: Omit<Config, 'port' | 'dockerHost' | 'logLevel'>
  readonly db: Db
  readonly engine: ConnectedEngine
  readonly log: FastifyBaseLogger
  /** The log is masked by them too. */
  readonly masks: Masks
  /** Epoch milliseconds. */
  readonly now: () => number
  /** How long a container without a healthcheck has to stay up to count as up; a second unless said. */
  readonly settleMs?: number
  /** Between two looks for copies that have been kept for long enough; half a minute unless said. */
  readonly endLookMs?: number
  /** Between two looks for copies whose use is to be looked at; a minute unless said. */
  readonly idleLookMs?: number
  /** For tests: repositories on this machine, over ssh and over http without a certificate. */
  readonly allowLoopback?: boolean
  /** The build of apps/web. */
  readonly pageFolder: string
}

/** An Engine, and where it is. */
export interface ConnectedEngine extends Engine, EngineSessions {
  /** For a person: a socket path or an address. */
  readonly endpoint: string
}
