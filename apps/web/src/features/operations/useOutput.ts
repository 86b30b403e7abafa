import { operations as contract } from '@berth/contract'
import { type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'
import { useFeed } from '../../api/useFeed.ts'
import { appendOutput, joinOutput } from './join-output.ts'

export interface OutputTarget {
  readonly operation: string
  readonly isActive: boolean
}

/** What builds and pulls of an operation printed, live; read again whole when the operation ends. */
export function useOutput(target: MaybeRefOrGetter<OutputTarget>) {
  const feed = useFeed()
  const output = shallowRef('')
  const error = shallowRef<unknown>()

  watch(
    () => JSON.stringify(toValue(target)),
    async (_now, _before, onCleanup) => {
      const { operation, isActive } = toValue(target)
      const abort = new AbortController()
      let arrived: string | undefined = ''
      const read = async () => {
        arrived = ''
        const log = await call(contract.readOperationLog, { params: { operation } }, { signal: abort.signal })
        output.value = joinOutput(log, arrived)
        arrived = undefined
      }
      const stop = isActive
        ? feed.subscribe(`operation:${operation}`, {
            since: () => undefined,
            event: ({ name, payload }) => {
              if (name !== 'operation.output') return
              if (arrived === undefined) output.value = appendOutput(output.value, payload.text)
              else arrived += payload.text
            },
            reset: read,
          })
        : () => {}
      onCleanup(() => {
        abort.abort()
        stop()
      })
      try {
        await read()
        error.value = undefined
      } catch (reason) {
        if (!abort.signal.aborted) error.value = reason
      }
    },
    { immediate: true },
  )

  return { output, error }
}
