import type { OwnerOrder } from '@berth/contract'

/** A key that owners are sorted by. */
export type OwnerKey = Exclude<OwnerOrder, `-${string}`>

/** What owners can be sorted by, in the order of the columns; numbers begin with the greatest. */
export const ownerColumns = [
  { key: 'owner', label: 'Owner', first: 'owner' },
  { key: 'cpuPercent', label: 'Processor', first: '-cpuPercent' },
  { key: 'memoryBytes', label: 'Memory', first: '-memoryBytes' },
  { key: 'diskBytes', label: 'Disk', first: '-diskBytes' },
  { key: 'ports', label: 'Ports', first: '-ports' },
] as const satisfies readonly { key: OwnerKey; label: string; first: OwnerOrder }[]

/** Most memory first. */
const usualOrder: OwnerOrder = '-memoryBytes'

/** Which way a column is sorted, for `aria-sort`. Pure. */
export function directionOf(key: OwnerKey, order: OwnerOrder): 'ascending' | 'descending' | 'none' {
  if (order === key) return 'ascending'
  return order === `-${key}` ? 'descending' : 'none'
}

/** The order after a press on the head of a column. Pure. */
export function pressed(key: OwnerKey, order: OwnerOrder): OwnerOrder {
  if (order === key) return `-${key}`
  if (order === `-${key}`) return key
  return ownerColumns.find((column) => column.key === key)?.first ?? key
}

/** The order of an address; the usual one when it names none. Pure. */
export function orderOf(text: unknown): OwnerOrder {
  const orders = ownerColumns.flatMap(({ key }): OwnerOrder[] => [key, `-${key}`])
  return orders.find((order) => order === text) ?? usualOrder
}
