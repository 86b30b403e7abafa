import type { ProjectDetail } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, shallowRef } from 'vue'
import type { Feed } from '../../../api/feed.ts'
import { feedKey } from '../../../api/useFeed.ts'
import { useFiles } from './useFiles.ts'

const path = 'compose.yaml'

/** A server with one file, which somebody else can change behind our back. */
const serve = () => {
  let content = 'old'
  let version = 1
  const detail = () =>
    ({ name: 'shop', files: [path], filesEtag: `"e${version}"`, seq: version }) as ProjectDetail
  const change = (next: string) => {
    content = next
    version += 1
  }
  const write = (init: RequestInit) => {
    const { 'if-match': wanted } = init.headers as Record<string, string>
    if (wanted !== `"e${version}"`) {
      const problem = { type: 'x', title: 'Changed', status: 412, code: 'FILES_CHANGED', detail: 'Why.' }
      return Response.json(problem, { status: 412 })
    }
    change(init.method === 'PUT' ? JSON.parse(String(init.body)).content : '')
    return Response.json(detail())
  }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'PUT' || init.method === 'DELETE') return write(init)
    return Response.json(url.includes('/files/') ? { path, content, encoding: 'utf8', etag: 'x' } : detail())
  })
  return { detail, change, content: () => content }
}

const open = async (detail: ProjectDetail) => {
  const feed: Feed = {
    status: shallowRef('open'),
    subscribe: () => () => {},
    setHidden: () => {},
    close: () => {},
  }
  let files: ReturnType<typeof useFiles> | undefined
  const page = defineComponent(() => {
    files = useFiles(() => detail)
    return () => undefined
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  mount(page, { global: { plugins: [[VueQueryPlugin, { queryClient }]], provide: { [feedKey]: feed } } })
  if (files === undefined) throw new Error('Nothing was mounted')
  await files.open(path)
  await flushPromises()
  return files
}

afterEach(() => vi.unstubAllGlobals())

it('saves what was typed', async () => {
  const server = serve()
  const files = await open(server.detail())
  files.edit(path, 'mine')
  await expect(files.save(path)).resolves.toBe(true)
  expect(server.content()).toBe('mine')
  expect(files.changed.value).toEqual([])
})

it('saves again after somebody changed another file, without asking', async () => {
  const server = serve()
  const files = await open(server.detail())
  files.edit(path, 'mine')
  server.change('old')
  await expect(files.save(path)).resolves.toBe(true)
  expect(server.content()).toBe('mine')
})

it('overwrites nobody: both texts are kept until one is chosen', async () => {
  const server = serve()
  const files = await open(server.detail())
  files.edit(path, 'mine')
  server.change('theirs')
  await expect(files.save(path)).resolves.toBe(false)
  expect(server.content()).toBe('theirs')
  expect(files.buffers.value[path]).toMatchObject({ text: 'mine', theirs: 'theirs' })

  files.resolve(path, 'mine')
  await expect(files.save(path)).resolves.toBe(true)
  expect(server.content()).toBe('mine')
})

it('deletes the file that was read, and not one that somebody changed meanwhile', async () => {
  const server = serve()
  const files = await open(server.detail())
  server.change('theirs')
  await expect(files.remove(path)).resolves.toBe(false)
  expect(server.content()).toBe('theirs')
})
