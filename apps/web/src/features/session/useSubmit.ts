import type { Session } from '@berth/contract'
import { useQueryClient } from '@tanstack/vue-query'
import { shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import { landingPath } from './landing-path.ts'

/** Sends a form that ends in a session, then goes where the person wanted to go. */
export function useSubmit(request: () => Promise<Session>) {
  const cache = useQueryClient()
  const router = useRouter()
  const route = useRoute()
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>()

  const submit = async () => {
    isBusy.value = true
    error.value = undefined
    try {
      rememberSession(cache, await request())
      await router.replace(landingPath(route.query.next))
    } catch (reason) {
      error.value = reason
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, error, submit }
}
