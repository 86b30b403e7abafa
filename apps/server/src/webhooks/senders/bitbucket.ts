import { type HookEvent, headerOf, type ReadDelivery } from '../delivery.ts'
import { isSigned } from '../signature.ts'
import { type JsonBody, readJson } from './json-body.ts'

/** @see https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ */
export const readBitbucket: ReadDelivery = (arrived, { secret }) => {
  const signature = headerOf(arrived, 'x-hub-signature')
  if (signature === undefined) return { kind: 'refused', why: 'X-Hub-Signature is missing.' }
  if (!signature.startsWith('sha256=') || !isSigned([arrived.body], secret, signature.slice(7))) {
    return { kind: 'refused', why: 'X-Hub-Signature does not match.' }
  }
  // Of Bitbucket Cloud, or of the Data Center edition.
  const delivery = headerOf(arrived, 'x-request-uuid') ?? headerOf(arrived, 'x-request-id')
  const name = headerOf(arrived, 'x-event-key')
  const body = readJson(arrived.body)
  if (delivery === undefined || name === undefined || body === undefined) {
    return { kind: 'unreadable', why: 'X-Request-UUID, X-Event-Key or a body of JSON is missing.' }
  }
  return { kind: 'read', delivery, event: eventOf(name, body) }
}

function eventOf(name: string, body: JsonBody): HookEvent {
  if (name === 'diagnostics:ping') return { kind: 'ping' }
  if (name !== 'repo:push') return { kind: 'other', name }
  const pushed = body.list('push', 'changes').filter((change) => change.text('new', 'type') === 'branch')
  const branches = pushed.flatMap((change) => change.text('new', 'name') ?? [])
  if (branches.length === 0) return { kind: 'other', name: 'push of no branch' }
  const commit = pushed[0]?.text('new', 'target', 'hash')
  // It does not say which files were touched.
  return { kind: 'push', branches, ...(commit !== undefined && { commit }) }
}
