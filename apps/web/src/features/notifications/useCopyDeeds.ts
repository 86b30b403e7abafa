import { lifecycle, projects } from '@berth/contract'
import { type MaybeRefOrGetter, shallowRef, toValue } from 'vue'
import { call } from '../../api/call.ts'
import { useAnnounce } from '../../ui/announcer.ts'

/** What can be done about a copy that was stopped, or that will be deleted. */
export function useCopyDeeds(copy: MaybeRefOrGetter<string>) {
  const announce = useAnnounce()
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>()
  const params = () => ({ project: toValue(copy) })

  const attempt = async (work: () => Promise<void>) => {
    isBusy.value = true
    error.value = undefined
    try {
      await work()
    } catch (reason) {
      error.value = reason
    } finally {
      isBusy.value = false
    }
  }

  return {
    isBusy,
    error,
    attempt,
    resume: async () => {
      await call(lifecycle.startProject, { params: params(), body: {} })
      announce(`${toValue(copy)} is started`)
    },
    /** Pins it: it is neither stopped nor deleted. */
    keep: async () => {
      await call(projects.updateProject, { params: params(), body: { keptUntil: null, idleHours: null } })
      announce(`${toValue(copy)} is kept`)
    },
  }
}
