import { expect, it } from 'vitest'
import { expiredRevisions } from './retention.ts'
import type { RevisionRecord } from './revision.ts'

const day = 24 * 60 * 60 * 1000
const now = 100 * day

const revision = (number: number, changes: Partial<RevisionRecord> = {}): RevisionRecord => ({
  id: `rev_${number}`,
  project: 'shop',
  number,
  createdAt: now - day,
  author: { kind: 'user', name: 'ada' },
  message: '',
  outcome: 'succeeded',
  isPinned: false,
  operation: 'op_1',
  services: [],
  sealed: '',
  fingerprint: '',
  ...changes,
})

it.each<[string, RevisionRecord[], number | undefined, number[]]>([
  ['keeps as many as there may be', [4, 3, 2, 1].map((number) => revision(number)), 4, [1]],
  [
    'removes what is too old',
    [revision(3), revision(2, { createdAt: now - 40 * day }), revision(1, { createdAt: now - 50 * day })],
    3,
    [1],
  ],
  ['keeps what is pinned', [4, 3, 2, 1].map((number) => revision(number, { isPinned: number === 1 })), 4, []],
  [
    'keeps what runs, and what came before it',
    [6, 5, 4, 3, 2, 1].map((number) => revision(number, { outcome: number > 2 ? 'failed' : 'succeeded' })),
    2,
    [3],
  ],
  ['keeps the newest, however old', [revision(1, { createdAt: 0 })], undefined, []],
  [
    'keeps what is being deployed',
    [2, 1].map((number) => revision(number, { createdAt: 0, outcome: 'pending' })),
    undefined,
    [],
  ],
])('%s', (_what, revisions, deployed, expired) => {
  const retention = { most: 3, days: 30 }
  expect(expiredRevisions(revisions, { retention, deployed, now }).map(({ number }) => number)).toEqual(
    expired,
  )
})
