import type { ContainerInspect } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { judgeContainer } from './judge-container.ts'

type State = Partial<ContainerInspect['State']> & { readonly restarts?: number }
type Health = NonNullable<ContainerInspect['State']['Health']>['Status']

const container = ({ restarts = 0, ...state }: State): ContainerInspect => ({
  Id: 'c1',
  Name: '/shop-web-1',
  Created: '',
  Image: 'sha256:1',
  RestartCount: restarts,
  State: {
    Status: 'running',
    Running: true,
    ExitCode: 0,
    OOMKilled: false,
    Error: '',
    StartedAt: 'then',
    FinishedAt: '',
    ...state,
  },
  Config: { Image: 'nginx', Labels: {} },
  HostConfig: {},
  Mounts: [],
  NetworkSettings: { Networks: {} },
})

const health = (Status: Health): State => ({ Health: { Status, FailingStreak: 0 } })

describe('judgeContainer', () => {
  it.each([
    ['up', 'running', {}, 'settling'],
    ['up', 'healthy', health('healthy'), 'reached'],
    ['up', 'starting', health('starting'), 'pending'],
    ['up', 'unhealthy', health('unhealthy'), 'failed'],
    ['up', 'exited with 0', { Status: 'exited' }, 'reached'],
    ['up', 'exited with 1', { Status: 'exited', ExitCode: 1 }, 'failed'],
    ['up', 'restarting once', { Status: 'restarting', ExitCode: 1, restarts: 1 }, 'pending'],
    ['up', 'restarting again and again', { Status: 'restarting', ExitCode: 1, restarts: 3 }, 'failed'],
    ['up', 'running after many restarts', { restarts: 9 }, 'settling'],
    ['healthy', 'running without healthcheck', {}, 'failed'],
    ['healthy', 'healthcheck disabled', health('none'), 'failed'],
    ['healthy', 'healthy', health('healthy'), 'reached'],
    ['healthy', 'exited with 0', { Status: 'exited' }, 'failed'],
    ['completed', 'running', {}, 'pending'],
    ['completed', 'exited with 0', { Status: 'exited' }, 'reached'],
    ['completed', 'exited with 2', { Status: 'exited', ExitCode: 2 }, 'failed'],
    ['completed', 'completed and restarted by its policy', { Status: 'restarting' }, 'reached'],
    ['up', 'dead', { Status: 'dead', ExitCode: 137 }, 'failed'],
  ] as const)('R34, R35: until %s, %s', (until, _what, state, expected) => {
    expect(judgeContainer(container(state), until).kind).toBe(expected)
  })
})
