import { createHash, createHmac } from 'node:crypto'
import type { WebhookSender } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import type { HookEvent } from '../delivery.ts'
import { senders } from './senders.ts'

const secret = 'a secret of the webhook'
const now = Date.UTC(2026, 10, 27)
const seconds = String(now / 1000)
const sign = (text: string, key = secret, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest('hex')

interface Sent {
  readonly headers?: Record<string, string>
  readonly body: string
  readonly token?: string
}

const read = (sender: WebhookSender, { headers = {}, body, token }: Sent) =>
  senders[sender]({ headers, body: Buffer.from(body), token }, { secret, now })

const commit = '1234567890abcdef1234567890abcdef12345678'
const none = '0'.repeat(40)
const pushed = {
  ref: 'refs/heads/main',
  before: none,
  after: commit,
  commits: [
    { id: commit, added: ['shop/new.txt'], modified: ['shop/compose.yaml'], removed: [] },
    { id: commit, added: [], modified: ['shop/compose.yaml'], removed: ['old.txt'] },
  ],
}
const main = { kind: 'push', branches: ['main'], commit } as const
const withPaths = { ...main, paths: ['old.txt', 'shop/compose.yaml', 'shop/new.txt'] }

/** As each sender sends a body. */
const sendAs: { readonly [S in WebhookSender]: (event: string, body: string) => Sent } = {
  github: (event, body) => ({
    headers: {
      'x-hub-signature': `sha1=${sign(body, secret, 'sha1')}`,
      'x-hub-signature-256': `sha256=${sign(body)}`,
      'x-github-event': event,
      'x-github-delivery': 'd-1',
    },
    body,
  }),
  gitea: (event, body) => ({
    headers: { 'x-gitea-signature': sign(body), 'x-gitea-event': event, 'x-gitea-delivery': 'd-1' },
    body,
  }),
  gitlab: (event, body) => ({
    headers: { 'x-gitlab-token': secret, 'x-gitlab-event': event, 'x-gitlab-event-uuid': 'd-1' },
    body,
  }),
  bitbucket: (event, body) => ({
    headers: {
      'x-hub-signature': `sha256=${sign(body)}`,
      'x-event-key': event,
      'x-request-uuid': 'd-1',
    },
    body,
  }),
  'docker-hub': (_event, body) => ({ token: secret, body }),
  registry: (_event, body) => ({ headers: { 'x-berth-token': secret }, body }),
  generic: (_event, body) => ({
    headers: {
      'x-berth-timestamp': seconds,
      'x-berth-signature': `sha256=${sign(`${seconds}.${body}`)}`,
      'x-berth-delivery': 'd-1',
    },
    body,
  }),
}

const image = (repository: string, ...tags: string[]): HookEvent => ({ kind: 'image', repository, tags })
const ghcr = (type: string) => ({
  action: 'published',
  registry_package: {
    name: 'shop',
    namespace: 'ada',
    package_type: type,
    package_version: { container_metadata: { tag: { name: 'v1', digest: 'sha256:1' } } },
  },
})
const hub = { push_data: { tag: 'v1', pushed_at: 1 }, repository: { repo_name: 'ada/shop' } }
const ofRegistry = (action: string) => ({
  events: [
    { id: 'e1', action, target: { repository: 'shop', tag: 'v1' } },
    { id: 'e2', action, target: { repository: 'shop', tag: 'latest' } },
    { id: 'e3', action, target: { repository: 'shop', digest: 'sha256:1' } },
  ],
})
const ofBitbucket = (type: string) => ({
  push: { changes: [{ new: { type, name: 'main', target: { hash: commit } } }, { new: null }] },
})

describe('an event', () => {
  const cases: [WebhookSender, string, object, HookEvent][] = [
    ['github', 'ping', { zen: 'Speak like a human.' }, { kind: 'ping' }],
    ['github', 'push', pushed, withPaths],
    ['github', 'push', { ...pushed, commits: [] }, main],
    ['github', 'push', { ...pushed, forced: true }, main],
    [
      'github',
      'push',
      { ...pushed, after: none, deleted: true },
      { kind: 'other', name: 'deletion of refs/heads/main' },
    ],
    ['github', 'push', { ...pushed, ref: 'refs/tags/v1' }, { kind: 'other', name: 'push of refs/tags/v1' }],
    ['github', 'issues', { action: 'opened' }, { kind: 'other', name: 'issues' }],
    ['github', 'registry_package', ghcr('CONTAINER'), image('ada/shop', 'v1')],
    ['github', 'registry_package', ghcr('npm'), { kind: 'other', name: 'registry_package' }],
    ['gitea', 'push', { ...pushed, total_commits: 2 }, withPaths],
    ['gitea', 'push', { ...pushed, total_commits: 9 }, main],
    [
      'gitea',
      'package',
      { package: { name: 'shop', version: 'v1', type: 'container' } },
      image('shop', 'v1'),
    ],
    ['gitea', 'issues', {}, { kind: 'other', name: 'issues' }],
    ['gitlab', 'Push Hook', { ...pushed, total_commits_count: 2 }, withPaths],
    ['gitlab', 'Push Hook', { ...pushed, total_commits_count: 40 }, main],
    ['gitlab', 'Tag Push Hook', { ref: 'refs/tags/v1' }, { kind: 'other', name: 'Tag Push Hook' }],
    ['bitbucket', 'repo:push', ofBitbucket('branch'), main],
    ['bitbucket', 'repo:push', ofBitbucket('tag'), { kind: 'other', name: 'push of no branch' }],
    ['bitbucket', 'diagnostics:ping', {}, { kind: 'ping' }],
    ['docker-hub', '', hub, image('ada/shop', 'v1')],
    ['docker-hub', '', {}, { kind: 'other', name: 'no push' }],
    ['registry', '', ofRegistry('push'), image('shop', 'v1', 'latest')],
    ['registry', '', ofRegistry('pull'), { kind: 'other', name: 'pull' }],
    ['generic', '', {}, { kind: 'request' }],
    ['generic', '', { ref: 'refs/heads/main', commit, paths: ['a'] }, { ...main, paths: ['a'] }],
    ['generic', '', { ref: 'main' }, { kind: 'push', branches: ['main'] }],
    ['generic', '', { image: 'ada/shop', tag: 'v1' }, image('ada/shop', 'v1')],
  ]
  it.each(cases)('of %s, %s %j, is understood', (sender, event, body, expected) => {
    expect(read(sender, sendAs[sender](event, JSON.stringify(body)))).toMatchObject({
      kind: 'read',
      event: expected,
    })
  })

  it('of a sender without names for deliveries is named by its body', () => {
    const body = JSON.stringify(hub)
    const delivery = createHash('sha256').update(body).digest('hex')
    expect(read('docker-hub', sendAs['docker-hub']('', body))).toMatchObject({ delivery })
  })

  it('of Forgejo is one of Gitea', () => {
    const body = JSON.stringify(pushed)
    const headers = {
      'x-forgejo-signature': sign(body),
      'x-forgejo-event': 'push',
      'x-forgejo-delivery': 'd-2',
    }
    expect(read('gitea', { headers, body })).toEqual({ kind: 'read', delivery: 'd-2', event: withPaths })
  })

  it('of GitHub may come as a form', () => {
    const body = new URLSearchParams({ payload: JSON.stringify(pushed) }).toString()
    expect(read('github', sendAs.github('push', body))).toMatchObject({ kind: 'read', event: withPaths })
  })
})

describe('a delivery is refused', () => {
  const body = JSON.stringify(pushed)
  const all = Object.keys(senders) as WebhookSender[]

  it.each(all)('of %s, when nothing is signed', (sender) => {
    expect(read(sender, { body })).toMatchObject({ kind: 'refused' })
  })

  it.each(all)('of %s, when it is signed with another secret', (sender) => {
    const { headers = {}, token } = sendAs[sender]('push', body)
    const wrong = Object.entries(headers).map(([name, value]) => [
      name,
      value
        .replace(sign(body), sign(body, 'other'))
        .replace(sign(`${seconds}.${body}`), sign(`${seconds}.${body}`, 'other'))
        .replace(secret, 'other'),
    ])
    const sent = { headers: Object.fromEntries(wrong), body, ...(token !== undefined && { token: 'other' }) }
    expect(read(sender, sent)).toMatchObject({ kind: 'refused' })
  })

  it.each(['github', 'gitea', 'bitbucket', 'generic'] as const)(
    'of %s, when one letter is another',
    (sender) => {
      const sent = sendAs[sender]('push', body)
      expect(read(sender, { ...sent, body: body.replace('main', 'mail') })).toMatchObject({ kind: 'refused' })
    },
  )

  it.each([
    ['github', 'x-hub-signature-256', `sha1=${sign(body, secret, 'sha1')}`],
    ['github', 'x-hub-signature-256', `sha512=${sign(body, secret, 'sha512')}`],
    ['github', 'x-hub-signature-256', sign(body)],
    ['bitbucket', 'x-hub-signature', `sha1=${sign(body, secret, 'sha1')}`],
    ['gitea', 'x-gitea-signature', sign(body, secret, 'sha1')],
    ['generic', 'x-berth-signature', `sha1=${sign(`${seconds}.${body}`, secret, 'sha1')}`],
    ['generic', 'x-berth-signature', `sha256=${sign(body)}`],
  ] as const)('of %s, when %s is made in another way', (sender, name, signature) => {
    const { headers } = sendAs[sender]('push', body)
    expect(read(sender, { headers: { ...headers, [name]: signature }, body })).toMatchObject({
      kind: 'refused',
    })
  })

  it.each([-301, 301])('of a script, when its clock is %s seconds off', (off) => {
    const time = String(Number(seconds) + off)
    const headers = { 'x-berth-timestamp': time, 'x-berth-signature': `sha256=${sign(`${time}.${body}`)}` }
    expect(read('generic', { headers, body })).toEqual({
      kind: 'refused',
      why: 'X-Berth-Timestamp is more than five minutes off.',
    })
  })
})

it.each(Object.keys(senders) as WebhookSender[])(
  'a signed body of %s that is not JSON is told so',
  (sender) => {
    expect(read(sender, sendAs[sender]('push', '<xml/>'))).toMatchObject({ kind: 'unreadable' })
  },
)
