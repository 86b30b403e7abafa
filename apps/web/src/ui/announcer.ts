import { type InjectionKey, inject, nextTick, readonly, type ShallowRef, shallowRef } from 'vue'

/** What a screen reader is told, politely. */
export interface Announcer {
  readonly text: Readonly<ShallowRef<string>>
  announce(text: string): void
}

export const announcerKey: InjectionKey<Announcer> = Symbol('announcer')

export function createAnnouncer(): Announcer {
  const text = shallowRef('')
  return {
    text: readonly(text),
    announce(next) {
      // The same words twice are only read twice when the region was empty in between.
      text.value = ''
      void nextTick(() => {
        text.value = next
      })
    },
  }
}

/** Says something through the page's one live region. */
export function useAnnounce(): (text: string) => void {
  const announcer = inject(announcerKey)
  if (announcer === undefined) throw new Error('No announcer was provided')
  return announcer.announce
}
