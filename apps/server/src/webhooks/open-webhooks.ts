import type { Db } from '../db/client.ts'
import { createReceiveDelivery, type ReceiveDependencies } from './receive-delivery.ts'
import type { WebhookSlice } from './routes.ts'
import { createWebhookService, type WebhookDependencies } from './webhook-service.ts'
import { createWebhookStore } from './webhook-store.ts'

type Dependencies = Omit<WebhookDependencies & ReceiveDependencies, 'store'> &
  Pick<WebhookSlice, 'reporter'> & { readonly db: Db }

/** Puts the parts of webhooks together. */
export function openWebhooks({ db, reporter, ...dependencies }: Dependencies): WebhookSlice {
  const store = createWebhookStore(db)
  return {
    webhooks: createWebhookService({ ...dependencies, store }),
    receive: createReceiveDelivery({ ...dependencies, store }),
    reporter,
  }
}
