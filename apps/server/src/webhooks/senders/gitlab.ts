import { headerOf, type ReadDelivery } from '../delivery.ts'
import { isSecret, nameOfBody } from '../signature.ts'
import { countAt, pushOf } from './git-push.ts'
import { readJson } from './json-body.ts'

/** It shows the secret instead of signing. @see https://docs.gitlab.com/user/project/integrations/webhooks/ */
export const readGitlab: ReadDelivery = (arrived, { secret }) => {
  const shown = headerOf(arrived, 'x-gitlab-token')
  if (shown === undefined) return { kind: 'refused', why: 'X-Gitlab-Token is missing.' }
  if (!isSecret(shown, secret)) return { kind: 'refused', why: 'X-Gitlab-Token does not match.' }
  const name = headerOf(arrived, 'x-gitlab-event')
  const body = readJson(arrived.body)
  if (name === undefined || body === undefined) {
    return { kind: 'unreadable', why: 'X-Gitlab-Event or a body of JSON is missing.' }
  }
  const delivery =
    headerOf(arrived, 'idempotency-key') ??
    headerOf(arrived, 'x-gitlab-event-uuid') ??
    nameOfBody(arrived.body)
  const event =
    name === 'Push Hook'
      ? pushOf(body, countAt(body, 'total_commits_count'))
      : ({ kind: 'other', name } as const)
  return { kind: 'read', delivery, event }
}
