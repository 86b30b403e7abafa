import { type HookEvent, headerOf, type ReadDelivery } from '../delivery.ts'
import { isSigned } from '../signature.ts'
import { type JsonBody, readJson } from './json-body.ts'

/** How far the clock of a sender may be off, and for how long a delivery can be taken for new. */
const skewMs = 5 * 60_000

/**
 * Any script: `X-Berth-Timestamp` has the seconds since 1970, `X-Berth-Signature` has `sha256=` and the HMAC of
 * timestamp, `.` and body in hexadecimal. `X-Berth-Delivery` may name the delivery; else its signature does.
 */
export const readGeneric: ReadDelivery = (arrived, { secret, now }) => {
  const timestamp = headerOf(arrived, 'x-berth-timestamp')
  const signature = headerOf(arrived, 'x-berth-signature')
  if (timestamp === undefined || signature === undefined) {
    return { kind: 'refused', why: 'X-Berth-Timestamp or X-Berth-Signature is missing.' }
  }
  if (
    !signature.startsWith('sha256=') ||
    !isSigned([timestamp, '.', arrived.body], secret, signature.slice(7))
  ) {
    return { kind: 'refused', why: 'X-Berth-Signature does not match.' }
  }
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > skewMs) {
    return { kind: 'refused', why: 'X-Berth-Timestamp is more than five minutes off.' }
  }
  const delivery = headerOf(arrived, 'x-berth-delivery') ?? signature
  if (arrived.body.length === 0) return { kind: 'read', delivery, event: { kind: 'request' } }
  const body = readJson(arrived.body)
  if (body === undefined) return { kind: 'unreadable', why: 'The body is not JSON.' }
  return { kind: 'read', delivery, event: eventOf(body) }
}

function eventOf(body: JsonBody): HookEvent {
  const repository = body.text('image')
  if (repository !== undefined) {
    return { kind: 'image', repository, tags: [body.text('tag') ?? 'latest'] }
  }
  const branch = body.text('ref')?.replace(/^refs\/heads\//, '')
  if (branch === undefined) return { kind: 'request' }
  const commit = body.text('commit')
  const paths = body.at('paths')
  return {
    kind: 'push',
    branches: [branch],
    ...(commit !== undefined && { commit }),
    ...(Array.isArray(paths) && { paths: paths.filter((path) => typeof path === 'string') }),
  }
}
