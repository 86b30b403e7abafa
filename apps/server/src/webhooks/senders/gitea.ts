import { type Arrived, type HookEvent, headerOf, type ReadDelivery } from '../delivery.ts'
import { isSigned } from '../signature.ts'
import { countAt, pushOf } from './git-push.ts'
import { type JsonBody, readJson } from './json-body.ts'

/** Forgejo sends its own names and Gitea's. @see https://docs.gitea.com/usage/webhooks */
export const readGitea: ReadDelivery = (arrived, { secret }) => {
  const signature = either(arrived, 'signature')
  if (signature === undefined) return { kind: 'refused', why: 'X-Gitea-Signature is missing.' }
  if (!isSigned([arrived.body], secret, signature)) {
    return { kind: 'refused', why: 'X-Gitea-Signature does not match.' }
  }
  const delivery = either(arrived, 'delivery')
  const name = either(arrived, 'event')
  const body = readJson(arrived.body)
  if (delivery === undefined || name === undefined || body === undefined) {
    return { kind: 'unreadable', why: 'X-Gitea-Delivery, X-Gitea-Event or a body of JSON is missing.' }
  }
  return { kind: 'read', delivery, event: eventOf(name, body) }
}

const either = (arrived: Arrived, what: string) =>
  headerOf(arrived, `x-forgejo-${what}`) ?? headerOf(arrived, `x-gitea-${what}`)

function eventOf(name: string, body: JsonBody): HookEvent {
  if (name === 'push') return pushOf(body, countAt(body, 'total_commits'))
  const repository = body.text('package', 'name')
  const tag = body.text('package', 'version')
  const isImage = name === 'package' && body.text('package', 'type') === 'container'
  if (!isImage || repository === undefined || tag === undefined) return { kind: 'other', name }
  return { kind: 'image', repository, tags: [tag] }
}
