import { lifecycle, type Operation } from '@berth/contract'
import { type MaybeRefOrGetter, toValue } from 'vue'
import { useRouter } from 'vue-router'
import { call } from '../../../api/call.ts'
import { useAttempt } from '../../../ui/useAttempt.ts'
import type { LifecycleVerb } from './lifecycle-verbs.ts'

const ofProject = {
  start: lifecycle.startProject,
  restart: lifecycle.restartProject,
  stop: lifecycle.stopProject,
} as const
const ofService = {
  start: lifecycle.startService,
  restart: lifecycle.restartService,
  stop: lifecycle.stopService,
} as const

/** Starts, restarts and stops what is there, and opens the operation; `error` says why it was refused. */
export function useLifecycle(project: MaybeRefOrGetter<string>) {
  const router = useRouter()
  const { isBusy, error, attempt } = useAttempt()

  const begin = (verb: LifecycleVerb, service?: string): Promise<Operation> =>
    service === undefined
      ? call(ofProject[verb], { params: { project: toValue(project) }, body: {} })
      : call(ofService[verb], { params: { project: toValue(project), service }, body: {} })

  /** Of one service, or of the whole project. */
  const run = async (verb: LifecycleVerb, service?: string) => {
    if (isBusy.value) return
    await attempt(async () => {
      const { id } = await begin(verb, service)
      await router.push({ name: 'operation', params: { project: toValue(project), operation: id } })
    })
  }
  return { run, error, isBusy }
}
