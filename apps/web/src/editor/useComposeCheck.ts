import type { Diagnostic } from '@berth/compose'
import { watchDebounced } from '@vueuse/core'
import { type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue } from 'vue'
import type { CheckReply, CheckRequest } from './compose-worker.ts'

const debounceMs = 120

/**
 * Checks compose files with the project's own loader, in a worker, as they change.
 *
 * `files` maps paths relative to the project folder to their text. The diagnostics are those of the
 * latest files only; `isChecking` until they have arrived.
 */
export function useComposeCheck(files: MaybeRefOrGetter<Readonly<Record<string, string>>>) {
  const diagnostics = shallowRef<readonly Diagnostic[]>([])
  const isChecking = shallowRef(true)
  const worker = new Worker(new URL('./compose-worker.ts', import.meta.url), { type: 'module' })
  let latest = 0

  worker.onmessage = ({ data }: MessageEvent<CheckReply>) => {
    if (data.id !== latest) return
    diagnostics.value = data.diagnostics
    isChecking.value = false
  }
  onScopeDispose(() => worker.terminate())

  watchDebounced(
    () => toValue(files),
    (current) => {
      latest += 1
      isChecking.value = true
      worker.postMessage({ id: latest, files: { ...current } } satisfies CheckRequest)
    },
    { debounce: debounceMs, maxWait: 1000, immediate: true },
  )

  return { diagnostics, isChecking }
}
