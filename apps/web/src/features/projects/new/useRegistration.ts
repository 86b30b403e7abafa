import { type ProjectDetail, projects, type RouteInput } from '@berth/contract'
import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { call } from '../../../api/call.ts'

type Registration = RouteInput<typeof projects.createProject>['body']

/** Registers a project and opens its page; `error` says why it was refused. */
export function useRegistration() {
  const router = useRouter()
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>()

  const attempt = async (register: () => Promise<Pick<ProjectDetail, 'name'>>) => {
    isBusy.value = true
    error.value = undefined
    try {
      const { name } = await register()
      await router.push({ name: 'project', params: { project: name } })
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
    create: (body: Registration) => attempt(() => call(projects.createProject, { body })),
  }
}
