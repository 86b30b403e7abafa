import type { Asker } from '../operations/runner.ts'
import type { ProjectRecord } from '../projects/project-store.ts'

/** Who asks for what Berth does with a copy by itself: on behalf of its owner. Pure. */
export const scheduleFor = ({ owner }: Pick<ProjectRecord, 'owner'>): Asker => ({
  kind: 'schedule',
  name: 'Berth',
  userId: owner?.userId ?? '',
  userName: owner?.name ?? '',
})
