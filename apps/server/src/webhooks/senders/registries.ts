import { type Arrived, type HookEvent, headerOf, type ReadDelivery, type Reading } from '../delivery.ts'
import { isSecret, nameOfBody } from '../signature.ts'
import { type JsonBody, readJson } from './json-body.ts'

/** It can neither sign nor set a header: the secret is in the address. @see https://docs.docker.com/docker-hub/repos/manage/webhooks/ */
export const readDockerHub: ReadDelivery = (arrived, { secret }) =>
  withToken(arrived, { shown: arrived.token, secret, where: '`?token=` of the address' }, (body) => {
    const repository = body.text('repository', 'repo_name')
    const tag = body.text('push_data', 'tag')
    return {
      delivery: nameOfBody(arrived.body),
      event:
        repository === undefined || tag === undefined
          ? { kind: 'other', name: 'no push' }
          : { kind: 'image', repository, tags: [tag] },
    }
  })

/** @see https://distribution.github.io/distribution/about/notifications/ */
export const readRegistry: ReadDelivery = (arrived, { secret }) => {
  const shown = headerOf(arrived, 'x-berth-token') ?? arrived.token
  return withToken(arrived, { shown, secret, where: 'X-Berth-Token' }, (body) => {
    const events = body.list('events')
    const pushed = events.filter(
      (event) => event.text('action') === 'push' && event.text('target', 'tag') !== undefined,
    )
    const repository = pushed[0]?.text('target', 'repository')
    const tags = pushed
      .filter((event) => event.text('target', 'repository') === repository)
      .flatMap((event) => event.text('target', 'tag') ?? [])
    return {
      delivery: events.map((event) => event.text('id')).join(' ') || nameOfBody(arrived.body),
      event:
        repository === undefined
          ? { kind: 'other', name: events[0]?.text('action') ?? 'no events' }
          : { kind: 'image', repository, tags },
    }
  })
}

function withToken(
  { body }: Arrived,
  { shown, secret, where }: { shown: string | undefined; secret: string; where: string },
  read: (body: JsonBody) => { readonly delivery: string; readonly event: HookEvent },
): Reading {
  if (shown === undefined) return { kind: 'refused', why: `The secret is missing in ${where}.` }
  if (!isSecret(shown, secret)) return { kind: 'refused', why: `The secret in ${where} is wrong.` }
  const json = readJson(body)
  if (json === undefined) return { kind: 'unreadable', why: 'The body is not JSON.' }
  return { kind: 'read', ...read(json) }
}
