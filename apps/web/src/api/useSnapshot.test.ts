import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import type { Feed, FeedEvent, Subscriber } from './feed.ts'
import { feedKey } from './useFeed.ts'
import { useSnapshot } from './useSnapshot.ts'

interface Names {
  readonly names: readonly string[]
  readonly seq: number
}

const follow = (replies: (() => Promise<Names>)[]) => {
  let subscriber: Subscriber | undefined
  const feed: Feed = {
    status: shallowRef('open'),
    subscribe: (_topic, next) => {
      subscriber = next
      return () => {
        subscriber = undefined
      }
    },
    setHidden: () => {},
    close: () => {},
  }
  const page = defineComponent(() => {
    const { value, error } = useSnapshot<Names>({
      key: ['names'],
      topic: 'projects',
      read: () => replies.shift()?.() ?? Promise.reject(new Error('read too often')),
      reduce: (current, event) =>
        event.name === 'project.deleted'
          ? { ...current, names: current.names.filter((name) => name !== event.payload.name) }
          : current,
    })
    return () => h('p', error.value ? String(error.value) : (value.value?.names.join(' ') ?? 'loading'))
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = mount(page, {
    global: { plugins: [[VueQueryPlugin, { queryClient }]], provide: { [feedKey]: feed } },
  })
  return { wrapper, subscriber: () => subscriber }
}

const deletion = (seq: number, name: string): FeedEvent => ({
  op: 'event',
  topic: 'projects',
  seq,
  name: 'project.deleted',
  payload: { name },
})

describe('useSnapshot', () => {
  it('subscribes from where the snapshot ends and applies what follows', async () => {
    const { wrapper, subscriber } = follow([async () => ({ names: ['a', 'b'], seq: 4 })])
    expect(wrapper.text()).toBe('loading')
    expect(subscriber()).toBeUndefined()
    await flushPromises()
    expect(subscriber()?.since()).toBe(4)

    subscriber()?.event(deletion(5, 'a'))
    await flushPromises()
    expect(wrapper.text()).toBe('b')
    expect(subscriber()?.since()).toBe(5)
  })

  it('ignores an event that the snapshot includes already', async () => {
    const { wrapper, subscriber } = follow([async () => ({ names: ['a'], seq: 4 })])
    await flushPromises()
    subscriber()?.event(deletion(4, 'a'))
    await flushPromises()
    expect(wrapper.text()).toBe('a')
  })

  it('reads again after a reset and takes the reply whatever its number', async () => {
    const { wrapper, subscriber } = follow([
      async () => ({ names: ['a'], seq: 900 }),
      async () => ({ names: ['c'], seq: 2 }),
    ])
    await flushPromises()
    await subscriber()?.reset()
    await flushPromises()
    expect(wrapper.text()).toBe('c')
    expect(subscriber()?.since()).toBe(2)
  })

  it('ends its subscription with the page', async () => {
    const { wrapper, subscriber } = follow([async () => ({ names: ['a'], seq: 1 })])
    await flushPromises()
    wrapper.unmount()
    expect(subscriber()).toBeUndefined()
  })
})
