import type { Operation } from '@berth/contract'
import { operationKinds } from '../../states/operation-states.ts'

/** Where a queued operation stands, in words. Pure. */
export function waitingTitle({ queuePosition, waitsFor }: Operation): string {
  const place = queuePosition === undefined ? 'Waiting' : `Waiting, number ${queuePosition} in the queue`
  if (waitsFor === undefined) return place
  const { user, kind, project } = waitsFor
  return `${place}, after ${user}: ${operationKinds[kind]} ${project}`
}
