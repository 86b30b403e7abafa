import type { Session } from '@berth/contract'
import { useQueryClient } from '@tanstack/vue-query'
import { useRoute, useRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import { useAttempt } from '../../ui/useAttempt.ts'
import { landingPath } from './landing-path.ts'

/** Sends a form that ends in a session, then goes where the person wanted to go. */
export function useSubmit(request: () => Promise<Session>) {
  const cache = useQueryClient()
  const router = useRouter()
  const route = useRoute()
  const { isBusy, error, attempt } = useAttempt()

  const submit = async () => {
    await attempt(async () => {
      rememberSession(cache, await request())
      await router.replace(landingPath(route.query.next))
    })
  }

  return { isBusy, error, submit }
}
