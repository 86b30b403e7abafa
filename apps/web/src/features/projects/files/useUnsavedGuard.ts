import { useEventListener } from '@vueuse/core'
import type { Ref } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** Asks before changes that are not saved are left behind, by a link or by closing the page. */
export function useUnsavedGuard(changed: Readonly<Ref<readonly string[]>>): void {
  useEventListener(window, 'beforeunload', (event) => {
    if (changed.value.length > 0) event.preventDefault()
  })
  onBeforeRouteLeave(() => {
    if (changed.value.length === 0) return true
    return window.confirm(`Leave without saving ${changed.value.join(', ')}? The changes are lost.`)
  })
}
