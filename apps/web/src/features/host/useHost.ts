import type { HostStatus } from '@berth/contract'
import { host } from '@berth/contract'
import { computed } from 'vue'
import { call } from '../../api/call.ts'
import { type SnapshotSource, useSnapshot } from '../../api/useSnapshot.ts'

const source: SnapshotSource<HostStatus> = {
  key: ['host'],
  topic: 'host',
  read: (signal) => call(host.readHost, {}, { signal }),
  reduce: (current, event) =>
    event.name === 'host.changed' ? { ...event.payload, seq: current.seq } : current,
}

/** Whether the Engine answers, live. */
export function useHost() {
  const { value, error, isLoading } = useSnapshot(source)
  const engine = computed(() => value.value?.engine)
  return { host: value, engine, error, isLoading }
}
