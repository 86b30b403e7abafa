import { useIntervalFn } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'

/** Epoch milliseconds, kept current every `everyMs`. */
export function useNow(everyMs: number) {
  const now = shallowRef(Date.now())
  useIntervalFn(() => {
    now.value = Date.now()
  }, everyMs)
  return readonly(now)
}
