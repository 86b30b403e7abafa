import type { ProjectDetail } from '@berth/contract'
import type { FeedEvent } from '../../api/feed.ts'

/** The project after an event of its topic. Services and files are not in the event: they are read again. */
export function reduceProject(current: ProjectDetail, event: FeedEvent): ProjectDetail {
  return event.name === 'project.changed' ? { ...current, ...event.payload } : current
}
