import { lifecycle, projects } from '@berth/contract'
import { type MaybeRefOrGetter, toValue } from 'vue'
import { call } from '../../api/call.ts'
import { useAnnounce } from '../../ui/announcer.ts'
import { useAttempt } from '../../ui/useAttempt.ts'

/** What can be done about a copy that was stopped, or that will be deleted. */
export function useCopyDeeds(copy: MaybeRefOrGetter<string>) {
  const announce = useAnnounce()
  const params = () => ({ project: toValue(copy) })

  return {
    ...useAttempt(),
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
