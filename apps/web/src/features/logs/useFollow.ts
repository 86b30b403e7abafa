import { useEventListener } from '@vueuse/core'
import { computed, nextTick, onMounted, type Ref, shallowRef, watch } from 'vue'

const atEndPx = 24

/**
 * Keeps a growing list at its end until the person scrolls up, and again once they are back there.
 *
 * `newest` is the number of the last line; `unread` counts the lines that came since.
 */
export function useFollow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  newest: () => number,
  toEnd: () => void,
) {
  const isFollowing = shallowRef(true)
  const lastRead = shallowRef(newest())
  const unread = computed(() => (isFollowing.value ? 0 : Math.max(0, newest() - lastRead.value)))
  let lastTop = 0

  useEventListener(
    scroller,
    'scroll',
    () => {
      const element = scroller.value
      if (element === null) return
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < atEndPx
      if (isAtEnd) isFollowing.value = true
      else if (element.scrollTop < lastTop - 2) isFollowing.value = false
      lastTop = element.scrollTop
    },
    { passive: true },
  )
  watch(
    [newest, isFollowing],
    async () => {
      if (!isFollowing.value) return
      lastRead.value = newest()
      await nextTick()
      toEnd()
    },
    { flush: 'post' },
  )

  onMounted(() => nextTick(toEnd))

  const follow = () => {
    isFollowing.value = true
  }
  return { isFollowing, unread, follow }
}
