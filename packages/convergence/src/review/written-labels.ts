import type { Project } from '@berth/compose'
import type { Finding } from './finding.ts'
import { judgeLabels } from './judge-container.ts'
import type { Policy } from './policy.ts'
import type { ReviewContext } from './review.ts'

/** Labels of a service, a volume or a network, as the files have them. */
export interface WrittenLabels {
  /** For example `['services', 'web']`. */
  readonly path: readonly [kind: string, name: string]
  readonly labels: Readonly<Record<string, string>>
}

/** All labels that the files of a project have. Pure. */
export function writtenLabelsOf({ services, volumes, networks }: Project): WrittenLabels[] {
  const kinds = { services, volumes, networks }
  return Object.entries(kinds).flatMap(([kind, ofKind]) =>
    Object.entries(ofKind ?? {}).flatMap(([name, { labels = {} }]) =>
      Object.keys(labels).length === 0 ? [] : [{ path: [kind, name] as const, labels }],
    ),
  )
}

interface Judged extends Pick<ReviewContext, 'originOf'> {
  readonly policy: Policy
  readonly project: string
}

/** What is said of labels that the Engine is not sent, because true ones stand in their place. Pure. */
export function findingsOf(
  { path, labels }: WrittenLabels,
  { policy, project, originOf }: Judged,
): Finding[] {
  const [kind, name] = path
  const service = kind === 'services' ? name : undefined
  const objections = judgeLabels(labels, { policy, project, ...(service !== undefined && { service }) })
  return objections.flatMap(({ attribute, verdict, ...objection }) => {
    if (verdict === 'allowed') return []
    const origin = originOf?.([...path, ...attribute], objection.message)
    return [
      {
        ...objection,
        verdict,
        action: path.join(':'),
        ...(service !== undefined && { service }),
        ...(origin && { origin }),
      },
    ]
  })
}
