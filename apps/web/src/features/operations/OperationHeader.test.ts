import type { Operation } from '@berth/contract'
import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { ApiError } from '../../api/problem.ts'
import OperationHeader from './OperationHeader.vue'

const running: Operation = {
  id: '01',
  project: 'shop',
  kind: 'deploy',
  scope: [],
  state: 'running',
  actor: { kind: 'user', name: 'ada', user: 'ada' },
  trigger: 'user',
  alsoFor: [],
  planDigest: '',
  version: 1,
  queuedAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
  services: [],
  notices: [],
  rolledBack: [],
  steps: [],
  seq: 1,
}

const show = (
  operation: Operation,
  isActive: boolean,
  cancel = vi.fn(async () => {}),
  retry = vi.fn(async () => ({ ...running, id: '02' })),
  mayDeploy = true,
) => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: {} },
      { path: '/projects/:project', name: 'project', component: {} },
      { path: '/projects/:project/operations/:operation', name: 'operation', component: {} },
    ],
  })
  const page = mount(OperationHeader, {
    props: { operation, isActive, mayDeploy, cancel, retry },
    global: { plugins: [router], stubs: { UIcon: true } },
  })
  const button = (label: string) => page.findAll('button, a').find((each) => each.text() === label)
  return { page, button, cancel, retry, router }
}

describe('OperationHeader', () => {
  it('offers Cancel while the operation runs, and only once', async () => {
    const { button, cancel } = show(running, true)
    await button('Cancel')?.trigger('click')
    await flushPromises()
    expect(cancel).toHaveBeenCalledOnce()
    expect(button('Cancelling…')?.attributes('disabled')).toBeDefined()
  })

  it('offers nothing to somebody who may not deploy', () => {
    const failed: Operation = { ...running, state: 'failed' }
    const labels = (page: ReturnType<typeof show>['page']) =>
      page.findAll('button, a').map((each) => each.text())
    expect(labels(show(running, true, undefined, undefined, false).page)).toEqual(['Open project'])
    expect(labels(show(failed, false, undefined, undefined, false).page)).toEqual(['Open project'])
    expect(labels(show(failed, false).page)).toEqual(['Plan again', 'Run again', 'Open project'])
  })

  it('says why a cancel was refused, and offers it again', async () => {
    const refusal = new ApiError({
      code: 'ACCESS_DENIED',
      status: 403,
      title: 'Not allowed',
      detail: 'Ask an admin.',
    })
    const { page, button } = show(
      running,
      true,
      vi.fn(() => Promise.reject(refusal)),
    )
    await button('Cancel')?.trigger('click')
    await flushPromises()
    expect(page.get('[role=alert]').text()).toContain('Ask an admin.')
    expect(button('Cancel')).toBeDefined()
  })

  it('offers to plan again after a failure', () => {
    const { button } = show({ ...running, state: 'failed', finishedAt: '2026-01-01T00:01:05Z' }, false)
    expect(button('Cancel')).toBeUndefined()
    expect(button('Plan again')?.attributes('href')).toBe('/projects/shop?plan=up')
  })

  it('offers to run again what has no plan to look at, and goes there', async () => {
    const failed: Operation = { ...running, kind: 'restart', scope: ['web'], state: 'failed' }
    const { page, button, retry, router } = show(failed, false)
    expect(page.get('h1').text()).toBe('Restart shop web')
    await button('Run again')?.trigger('click')
    await flushPromises()
    expect(retry).toHaveBeenCalledOnce()
    expect(router.currentRoute.value.fullPath).toBe('/projects/shop/operations/02')
  })
})
