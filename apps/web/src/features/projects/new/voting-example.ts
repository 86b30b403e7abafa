import type { DraftFile } from './project-draft.ts'

const sources = import.meta.glob<string>('../../../../../../docs/examples/voting/**', {
  query: '?raw',
  import: 'default',
  eager: true,
  exhaustive: true,
})

/** The files of docs/examples/voting, as they are in the repository. */
export function votingExample(): readonly DraftFile[] {
  return Object.entries(sources)
    .map(([path, content]) => ({
      path: path.replace(/^.*\/docs\/examples\/voting\//, ''),
      content,
      encoding: 'utf8' as const,
      sizeBytes: new TextEncoder().encode(content).length,
    }))
    .filter(({ path }) => path !== 'README.md')
}
