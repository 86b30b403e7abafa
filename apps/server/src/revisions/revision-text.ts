import type { Revision, RevisionDiff, RevisionImage } from '@berth/contract'

/**
 * Revisions in lines, for a shell. Pure, and stable: a script may rely on it.
 *
 * ```text
 * 7 succeeded deployed 2026-03-01T10:00:00.000Z ada "newer nginx"
 * 6 failed - 2026-03-01T09:00:00.000Z ada ""
 * ```
 *
 * Number, outcome, `deployed`, `pinned` or both joined by a comma or `-`, time, author, message as JSON.
 */
export const revisionsText = (revisions: readonly Revision[]): string =>
  revisions
    .map(({ number, outcome, isDeployed, isPinned, createdAt, author, message }) => {
      const marks = [isDeployed && 'deployed', isPinned && 'pinned'].filter(Boolean).join(',') || '-'
      return `${number} ${outcome} ${marks} ${createdAt} ${author.name} ${JSON.stringify(message)}\n`
    })
    .join('')

/** The files as one unified diff; before it, a `#` line for each variable and image that differs. Pure. */
export function diffText({ files, variables, images }: RevisionDiff): string {
  const lines = [
    ...variables.map(
      ({ name, change, isSecret, before, after }) =>
        `# variable ${name} ${change}${isSecret ? '' : `: ${show(before)} to ${show(after)}`}`,
    ),
    ...images.map(
      ({ service, before, after }) => `# image ${service}: ${imageText(before)} to ${imageText(after)}`,
    ),
    ...files.filter(({ isBinary }) => isBinary).map(({ path, change }) => `# binary file ${path} ${change}`),
  ]
  return [...lines.map((line) => `${line}\n`), ...files.map(({ diff }) => diff)].join('')
}

const show = (value: string | null) => (value === null ? '-' : JSON.stringify(value))

const imageText = (image: RevisionImage | null) =>
  image === null ? '-' : [image.image, image.digest ?? image.id].filter(Boolean).join('@')
