import type { QuickFix } from '@berth/compose/editor'
import { until, watchDebounced } from '@vueuse/core'
import { computed, type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue } from 'vue'
import type { CheckedDiagnostic } from './check-compose.ts'
import type { CheckReply, CheckRequest } from './compose-worker.ts'
import { findAgain, mendFiles } from './mend-files.ts'
import type { ProjectFiles } from './project-files.ts'

const debounceMs = 120

/**
 * Checks compose files with the project's own loader, in a worker, as they change.
 *
 * `files` maps paths relative to the project folder to their text. The diagnostics are those of the
 * latest files only; `isChecking` until they have arrived.
 */
export function useComposeCheck(files: MaybeRefOrGetter<ProjectFiles>) {
  const diagnostics = shallowRef<readonly CheckedDiagnostic[]>([])
  const isChecking = shallowRef(true)
  const worker = new Worker(new URL('./compose-worker.ts', import.meta.url), { type: 'module' })
  let latest = 0
  let asked: ProjectFiles = {}
  const checked = shallowRef<ProjectFiles>({})

  worker.onmessage = ({ data }: MessageEvent<CheckReply>) => {
    if (data.id !== latest) return
    checked.value = asked
    diagnostics.value = data.diagnostics
    isChecking.value = false
  }
  onScopeDispose(() => worker.terminate())

  watchDebounced(
    () => toValue(files),
    (current) => {
      latest += 1
      isChecking.value = true
      asked = { ...current }
      worker.postMessage({ id: latest, files: asked } satisfies CheckRequest)
    },
    { debounce: debounceMs, maxWait: 1000, immediate: true },
  )

  const isCurrent = computed(() => {
    const current = Object.entries(toValue(files))
    return (
      current.length === Object.keys(checked.value).length &&
      current.every(([path, text]) => checked.value[path] === text)
    )
  })
  /**
   * The texts that a fix leads to, by path. A fix of texts that have changed since waits for the next check;
   * none are given when that no longer finds it.
   */
  const mend = async (fix: QuickFix): Promise<ProjectFiles> => {
    if (isCurrent.value) return mendFiles(fix, checked.value)
    await until(isCurrent).toBe(true)
    const meant = findAgain(fix, diagnostics.value)
    return meant === undefined ? {} : mendFiles(meant, checked.value)
  }

  return { diagnostics, isChecking, mend }
}
