import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/client.ts'
import type { Seal } from '../secrets/seal.ts'
import { type AuditDependencies, useAudit } from './audit-hook.ts'
import { type AuditStore, createAuditStore } from './audit-store.ts'

type Dependencies = Omit<AuditDependencies, 'store'> & { readonly db: Db; readonly seal: Seal }

/** The audit, which has from now on what is asked of the routes of `app`. */
export function openAudit(app: FastifyInstance, { db, seal, ...dependencies }: Dependencies): AuditStore {
  const store = createAuditStore(db, seal)
  useAudit(app, { ...dependencies, store })
  return store
}
