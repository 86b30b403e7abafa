import { type ProjectDetail, projects } from '@berth/contract'
import { useQueryClient } from '@tanstack/vue-query'
import { useThrottleFn } from '@vueuse/core'
import { type MaybeRefOrGetter, toValue } from 'vue'
import { call } from '../../api/call.ts'
import { type SnapshotSource, useSnapshot } from '../../api/useSnapshot.ts'
import { reduceProject } from './reduce-project.ts'

const readAgainMs = 250

const projectKey = (name: string) => ['project', name]

/** One project, live: its summary by events, its services read again a moment after each. */
export function useProject(name: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const readAgain = useThrottleFn(
    (project: string) => cache.invalidateQueries({ queryKey: projectKey(project) }, { cancelRefetch: false }),
    readAgainMs,
    true,
  )

  const { value, error, isLoading, refresh } = useSnapshot<ProjectDetail>(() => {
    const project = toValue(name)
    return {
      key: projectKey(project),
      topic: `project:${project}`,
      read: (signal) => call(projects.readProject, { params: { project } }, { signal }),
      reduce: (current, event) => {
        if (event.name === 'project.changed') void readAgain(project)
        return reduceProject(current, event)
      },
    } satisfies SnapshotSource<ProjectDetail>
  })

  /** Shows a detail that the server answered a change with. */
  const show = (detail: ProjectDetail) => cache.setQueryData(projectKey(detail.name), detail)

  return { project: value, error, isLoading, refresh, show }
}
