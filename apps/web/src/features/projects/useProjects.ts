import { projects } from '@berth/contract'
import { computed } from 'vue'
import { call } from '../../api/call.ts'
import { type SnapshotSource, useSnapshot } from '../../api/useSnapshot.ts'
import { type ProjectList, reduceProjects } from './reduce-projects.ts'

const source: SnapshotSource<ProjectList> = {
  key: ['projects'],
  topic: 'projects',
  read: (signal) => call(projects.listProjects, { query: {} }, { signal }),
  reduce: reduceProjects,
}

/** Every project, live. */
export function useProjects() {
  const { value, error, isLoading, refresh } = useSnapshot(source)
  return { projects: computed(() => value.value?.projects), error, isLoading, refresh }
}
