import type { ReplicaState } from '@berth/contract'
import { expect, it } from 'vitest'
import { lifecycleVerbs } from './lifecycle-verbs.ts'

const service = (...states: ReplicaState[]) => ({
  replicas: states.map((state, number) => ({
    container: `c${number}`,
    name: `web-${number}`,
    number,
    state,
    status: '',
    image: 'busybox',
    createdAt: '',
    ports: [],
  })),
})

it.each([
  ['nothing was deployed', [service()], ''],
  ['all of it runs', [service('running', 'healthy')], 'restart stop'],
  ['none of it runs', [service('exited', 'created')], 'start'],
  ['some of it runs', [service('running'), service('completed')], 'start restart stop'],
  ['it restarts over and over', [service('restarting')], 'restart stop'],
])('offers what would change anything when %s', (_when, services, verbs) => {
  expect(lifecycleVerbs(services).join(' ')).toBe(verbs)
})
