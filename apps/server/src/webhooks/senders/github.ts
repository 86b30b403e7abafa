import { type HookEvent, headerOf, type ReadDelivery } from '../delivery.ts'
import { isSigned } from '../signature.ts'
import { pushOf } from './git-push.ts'
import { type JsonBody, readJson } from './json-body.ts'

/** @see https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const readGithub: ReadDelivery = (arrived, { secret }) => {
  const signature = headerOf(arrived, 'x-hub-signature-256')
  if (signature === undefined) return { kind: 'refused', why: 'X-Hub-Signature-256 is missing.' }
  if (!signature.startsWith('sha256=') || !isSigned([arrived.body], secret, signature.slice(7))) {
    return { kind: 'refused', why: 'X-Hub-Signature-256 does not match.' }
  }
  const delivery = headerOf(arrived, 'x-github-delivery')
  const name = headerOf(arrived, 'x-github-event')
  const body = readJson(arrived.body)
  if (delivery === undefined || name === undefined || body === undefined) {
    return { kind: 'unreadable', why: 'X-GitHub-Delivery, X-GitHub-Event or a body of JSON is missing.' }
  }
  return { kind: 'read', delivery, event: eventOf(name, body) }
}

function eventOf(name: string, body: JsonBody): HookEvent {
  if (name === 'ping') return { kind: 'ping' }
  if (name === 'push') return pushOf(body, undefined)
  if (name === 'package' || name === 'registry_package') return packageOf(name, body)
  return { kind: 'other', name }
}

/** The registry at ghcr.io tells of images as of packages. */
function packageOf(name: 'package' | 'registry_package', body: JsonBody): HookEvent {
  const repository = body.text(name, 'name')
  const tag = body.text(name, 'package_version', 'container_metadata', 'tag', 'name')
  if (body.text(name, 'package_type')?.toLowerCase() !== 'container') return { kind: 'other', name }
  if (repository === undefined || tag === undefined) return { kind: 'other', name }
  const owner = body.text(name, 'namespace')
  return {
    kind: 'image',
    repository: owner === undefined ? repository : `${owner}/${repository}`,
    tags: [tag],
  }
}
