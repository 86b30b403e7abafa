import { runs as contract, type RunLogLine } from '@berth/contract'
import { type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue, watch } from 'vue'
import { urlOf } from '../../api/call.ts'
import { ApiError } from '../../api/problem.ts'

/** Lines that the page keeps; all of them are in what can be downloaded. */
const most = 5_000

/** The log of a run: what there is, and what comes until it ends. */
export function useRunLog(run: MaybeRefOrGetter<string>) {
  const lines = shallowRef<readonly RunLogLine[]>([])
  const count = shallowRef(0)
  const error = shallowRef<unknown>()
  const isLoading = shallowRef(true)
  let abort = new AbortController()

  const read = async (id: string) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    lines.value = []
    count.value = 0
    error.value = undefined
    isLoading.value = true
    try {
      for await (const batch of follow(id, signal)) {
        lines.value = [...lines.value, ...batch].slice(-most)
        count.value += batch.length
        isLoading.value = false
      }
    } catch (reason) {
      if (!signal.aborted) error.value = reason
    } finally {
      if (!signal.aborted) isLoading.value = false
    }
  }
  watch(() => toValue(run), read, { immediate: true })
  onScopeDispose(() => abort.abort())
  return { lines, count, error, isLoading, refresh: () => read(toValue(run)) }
}

/** Batches of whole lines, as they come. */
async function* follow(run: string, signal: AbortSignal): AsyncGenerator<RunLogLine[]> {
  const url = urlOf(contract.readRunLog.path, { run }, { follow: true, steps: true })
  const reply = await fetch(url, { headers: { accept: 'application/x-ndjson' }, signal })
  if (!reply.ok) throw new ApiError(await reply.json())
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value = '', done = true } = (await reader?.read()) ?? {}
    const parts = `${rest}${value}`.split('\n')
    rest = parts.pop() ?? ''
    // Empty ones keep the connection open.
    const batch = parts.filter((part) => part !== '').map((part) => JSON.parse(part) as RunLogLine)
    if (batch.length > 0) yield batch
    if (done) return
  }
}
