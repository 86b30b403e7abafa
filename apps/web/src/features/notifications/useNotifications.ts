import { notifications as contract } from '@berth/contract'
import { computed } from 'vue'
import { call } from '../../api/call.ts'
import { type SnapshotSource, useSnapshot } from '../../api/useSnapshot.ts'
import { type NotificationList, reduceNotifications } from './reduce-notifications.ts'

const source: SnapshotSource<NotificationList> = {
  key: ['notifications'],
  topic: 'notifications',
  read: (signal) => call(contract.listNotifications, { query: {} }, { signal }),
  reduce: reduceNotifications,
}

/** What you were told, live; events of the feed tell what was read, here or elsewhere. */
export function useNotifications() {
  const { value, error, isLoading, refresh } = useSnapshot(source)
  return {
    notifications: computed(() => value.value?.notifications),
    unread: computed(() => value.value?.unread ?? 0),
    error,
    isLoading,
    refresh,
    read: (notification: string) => call(contract.readNotification, { params: { notification } }),
    readAll: () => call(contract.readAllNotifications, {}),
  }
}
