import type { ProjectSummary } from '@berth/contract'

const ofOne = new WeakMap<ProjectSummary, string>()
const ofAll = new WeakMap<readonly ProjectSummary[], string>()

/**
 * The list of projects as JSON. Summaries are told anew when something of them changes and stay as they are until
 * then, so each is put into words once: the list is asked for far more often than it changes. Pure but for that.
 */
export function projectListText(projects: readonly ProjectSummary[], seq: number): string {
  const known = ofAll.get(projects)
  const text = known ?? `[${projects.map(summaryText).join()}]`
  if (known === undefined) ofAll.set(projects, text)
  return `{"projects":${text},"seq":${seq}}`
}

function summaryText(summary: ProjectSummary): string {
  const known = ofOne.get(summary)
  const text = known ?? JSON.stringify(summary)
  if (known === undefined) ofOne.set(summary, text)
  return text
}
