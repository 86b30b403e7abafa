import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { ApiError } from '../../api/problem.ts'
import { useVariables } from './useVariables.ts'
import type { VariableLevel, VariableLine } from './variable-level.ts'

const line = (name: string, value: string): VariableLine => ({
  name,
  value,
  isSecret: false,
  isOwn: true,
  source: '.env',
  uses: [],
  usedBy: [],
})

/** Variables that somebody else can change behind our back. */
function level(values: Record<string, string>) {
  let version = 1
  const list = () => ({
    lines: Object.entries(values).map(([name, value]) => line(name, value)),
    etag: `"${version}"`,
  })
  const write = (etag: string, change: () => void) => {
    if (etag !== `"${version}"`) {
      throw new ApiError({ code: 'FILES_CHANGED', status: 412, title: 'Changed', detail: 'Why.' })
    }
    change()
    version += 1
    return list()
  }
  const served: VariableLevel = {
    key: ['variables', 'shop'],
    list: async () => list(),
    set: async (name, body, etag) => write(etag, () => Object.assign(values, { [name]: body.value })),
    remove: async (name, etag) => write(etag, () => Reflect.deleteProperty(values, name)),
    readText: async () => ({ text: '', etag: '' }),
    writeText: async () => list(),
  }
  const changeBehind = (name: string, value: string) => {
    values[name] = value
    version += 1
  }
  return { served, values, changeBehind }
}

async function open(served: VariableLevel) {
  let variables: ReturnType<typeof useVariables> | undefined
  const page = defineComponent(() => {
    variables = useVariables(served)
    return () => undefined
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  mount(page, { global: { plugins: [[VueQueryPlugin, { queryClient }]] } })
  await flushPromises()
  if (variables === undefined) throw new Error('Nothing was mounted')
  return variables
}

describe('a variable that is set', () => {
  it('is shown as the server answered', async () => {
    const { served } = level({ TAG: '1' })
    const { set, lines } = await open(served)
    expect(await set({ name: 'TAG', seen: line('TAG', '1') }, { value: '2' })).toBeUndefined()
    expect(lines.value?.map(({ value }) => value)).toEqual(['2'])
  })

  it('is written although somebody else changed another one meanwhile', async () => {
    const { served, values, changeBehind } = level({ TAG: '1', DB: 'a' })
    const { set } = await open(served)
    changeBehind('DB', 'b')
    expect(await set({ name: 'TAG', seen: line('TAG', '1') }, { value: '2' })).toBeUndefined()
    expect(values).toEqual({ TAG: '2', DB: 'b' })
  })

  it('is not written over what somebody else made of it, until that was seen', async () => {
    const { served, values, changeBehind } = level({ TAG: '1' })
    const { set } = await open(served)
    changeBehind('TAG', 'theirs')
    expect(await set({ name: 'TAG', seen: line('TAG', '1') }, { value: 'mine' })).toEqual({
      theirs: line('TAG', 'theirs'),
    })
    expect(values).toEqual({ TAG: 'theirs' })
    expect(await set({ name: 'TAG', seen: line('TAG', 'theirs') }, { value: 'mine' })).toBeUndefined()
    expect(values).toEqual({ TAG: 'mine' })
  })

  it('is not written over what was read again while it was edited', async () => {
    const { served, values, changeBehind } = level({ TAG: '1' })
    const { set, refresh } = await open(served)
    changeBehind('TAG', 'theirs')
    await refresh()
    const wish = { name: 'TAG', seen: line('TAG', '1') }
    expect(await set(wish, { value: 'mine' })).toEqual({ theirs: line('TAG', 'theirs') })
    expect(values).toEqual({ TAG: 'theirs' })
  })

  it('is not deleted when it is another by now', async () => {
    const { served, values, changeBehind } = level({ TAG: '1' })
    const { remove } = await open(served)
    changeBehind('TAG', 'theirs')
    expect(await remove({ name: 'TAG', seen: line('TAG', '1') })).toEqual({ theirs: line('TAG', 'theirs') })
    expect(values).toEqual({ TAG: 'theirs' })
  })
})
