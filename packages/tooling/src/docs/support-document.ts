import { type Attribute, listAttributes } from '@berth/compose/editor'
import { engineFields } from '@berth/convergence'
import { type Showing, showingsByAttribute } from '../../../compose/scripts/fixture-attributes.ts'
import { markdownTable } from './markdown-table.ts'

const fixtures = 'packages/compose/fixtures'

/** They all came with the first version; one that comes later needs a table here. */
const since = '0.1.0'

/** docs/compose-support.md, from the table of attributes, what becomes of them and the fixtures. Reads those. */
export function supportDocument(): string {
  const attributes = listAttributes()
  const showings = showingsByAttribute()
  const row = (attribute: Attribute) => [
    `[\`${attribute.path}\`](${attribute.link})`,
    attribute.words,
    since,
    engineFieldOf(attribute.path) ?? '',
    shownBy(attribute, showings.get(attribute.path) ?? []),
  ]
  return `# Attributes of compose files

Written by \`packages/tooling/src/write-docs.ts\`. All ${attributes.length} attributes of the Compose Specification that Docker Compose 2.40.3 knows are loaded. *Since* is the version of Berth that first did. *On the Engine* says what becomes of them; without an API version it is 1.41, that of Docker 20.10. What is refused in the plan stops a deployment with a message that names service and attribute. *Shown by* names fixtures that were recorded from Docker Compose, first the one that is about the attribute, then one where two files are merged.

${markdownTable(['Attribute', 'Meaning', 'Since', 'On the Engine', 'Shown by'], attributes.map(row))}
`
}

/** What the table says of the attribute, or of the closest one that it is part of. */
export function engineFieldOf(attributePath: string): string | undefined {
  for (let at = attributePath; at !== ''; at = at.replace(/(^|\.)[^.]*$/, '')) {
    const field = engineFields[at] ?? engineFields[at.replace(/\[\]$/, '')]
    if (field !== undefined) return field
  }
  return undefined
}

/** A case that is called what the attribute is, one that merges two files, and how many more there are. */
function shownBy({ path: attribute }: Attribute, showings: readonly Showing[]): string {
  const [, last = ''] = /([^.[]+)[^.]*$/.exec(attribute) ?? []
  const named = showings.find(({ name }) => name.includes(last.replaceAll('_', '-')))
  const merged = showings.find(({ isMerged }) => isMerged)
  const best = [...new Set([named ?? showings[0], merged])].filter((showing) => showing !== undefined)
  const others = showings.length - best.length
  const links = best.map(
    ({ name, isMerged }) => `[${name}](../${fixtures}/${name})${isMerged ? ' (merged)' : ''}`,
  )
  return [...links, ...(others > 0 ? [`${others} more`] : [])].join(', ')
}
