import { type ProjectDetail, projects, type RouteInput } from '@berth/contract'
import { useRouter } from 'vue-router'
import { call } from '../../../api/call.ts'
import { useAttempt } from '../../../ui/useAttempt.ts'

type Registration = RouteInput<typeof projects.createProject>['body']

/** Registers a project and opens its page; `error` says why it was refused. */
export function useRegistration() {
  const router = useRouter()
  const { isBusy, error, ...trying } = useAttempt()

  const attempt = (register: () => Promise<Pick<ProjectDetail, 'name'>>) =>
    trying.attempt(async () => {
      const { name } = await register()
      await router.push({ name: 'project', params: { project: name } })
    })

  return {
    isBusy,
    error,
    attempt,
    create: (body: Registration) => attempt(() => call(projects.createProject, { body })),
  }
}
