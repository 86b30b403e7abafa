import type { ProjectSummary } from '@berth/contract'
import type { ProjectPage } from './project-page.ts'

const ofOne = new WeakMap<ProjectSummary, string>()
const ofAll = new WeakMap<readonly ProjectSummary[], string>()

/**
 * The list of projects as JSON. Summaries are told anew when something of them changes and stay as they are until
 * then, so each is put into words once: the list is asked for far more often than it changes. Pure but for that.
 */
export function projectListText({ projects, nextCursor }: ProjectPage, seq: number): string {
  const known = ofAll.get(projects)
  const text = known ?? `[${projects.map(summaryText).join()}]`
  if (known === undefined) ofAll.set(projects, text)
  const next = nextCursor === undefined ? '' : `"nextCursor":${JSON.stringify(nextCursor)},`
  return `{"projects":${text},${next}"seq":${seq}}`
}

function summaryText(summary: ProjectSummary): string {
  const known = ofOne.get(summary)
  const text = known ?? JSON.stringify(summary)
  if (known === undefined) ofOne.set(summary, text)
  return text
}
