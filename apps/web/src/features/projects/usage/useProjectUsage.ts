import type { HostUsage, ProjectUsage } from '@berth/contract'
import { type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import { useFeed } from '../../../api/useFeed.ts'
import { type ServiceUsage, usageByService } from './service-usage.ts'

const isOfProject = (usage: ProjectUsage | HostUsage): usage is ProjectUsage => 'containers' in usage

/** What the services of a project use, about every second while the page is looked at; undefined at first. */
export function useProjectUsage(project: MaybeRefOrGetter<string>) {
  const feed = useFeed()
  const services = shallowRef<ReadonlyMap<string, ServiceUsage>>()

  watch(
    () => toValue(project),
    (name, _before, onCleanup) => {
      let last: ProjectUsage | undefined
      services.value = undefined
      const stop = feed.subscribe(`stats:${name}`, {
        since: () => undefined,
        event: () => {},
        reset: async () => {},
        usage: (usage) => {
          if (!isOfProject(usage)) return
          services.value = usageByService(usage, last)
          last = usage
        },
      })
      onCleanup(stop)
    },
    { immediate: true },
  )
  return { services }
}
