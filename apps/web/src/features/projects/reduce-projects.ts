import type { ProjectSummary } from '@berth/contract'
import type { FeedEvent } from '../../api/feed.ts'

export interface ProjectList {
  readonly projects: readonly ProjectSummary[]
  readonly seq: number
}

/** The list after an event of the topic `projects`, sorted by name. */
export function reduceProjects(current: ProjectList, event: FeedEvent): ProjectList {
  if (event.name === 'project.deleted') return { ...current, projects: without(current, event.payload.name) }
  if (event.name !== 'project.changed') return current
  const projects = [...without(current, event.payload.name), event.payload]
  return { ...current, projects: projects.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

const without = ({ projects }: ProjectList, name: string) => projects.filter((each) => each.name !== name)

/** The projects whose name, state or ports contain every word of `text`. */
export function filterProjects(projects: readonly ProjectSummary[], text: string): readonly ProjectSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return projects.filter(({ name, state, ports }) => {
    const searched = `${name} ${state} ${ports.join(' ')}`
    return words.every((word) => searched.includes(word))
  })
}
