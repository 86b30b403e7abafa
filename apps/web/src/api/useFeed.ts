import { type InjectionKey, inject } from 'vue'
import type { Feed } from './feed.ts'

export const feedKey: InjectionKey<Feed> = Symbol('feed')

/** The page's one feed, provided by main.ts. */
export function useFeed(): Feed {
  const feed = inject(feedKey)
  if (feed === undefined) throw new Error('No feed was provided')
  return feed
}
