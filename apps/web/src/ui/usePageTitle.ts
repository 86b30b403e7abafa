import { type MaybeRefOrGetter, toValue, watchEffect } from 'vue'

/** The tab's title: the most specific part first. */
export function usePageTitle(...parts: readonly MaybeRefOrGetter<string>[]): void {
  watchEffect(() => {
    document.title = [...parts.map((part) => toValue(part)), 'Berth'].filter(Boolean).join(' · ')
  })
}
