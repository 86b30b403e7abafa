import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Attribute, attributesUsed, listAttributes } from '@berth/compose/editor'
import { engineFields } from '@berth/convergence'
import { parseAllDocuments } from 'yaml'
import { root } from '../testing/step.ts'
import { markdownTable } from './markdown-table.ts'

const fixtures = 'packages/compose/fixtures'

/** docs/compose-support.md, from the table of attributes, what becomes of them and the fixtures. Reads those. */
export function supportDocument(): string {
  const attributes = listAttributes()
  const used = usesByAttribute()
  const row = (attribute: Attribute) => [
    `[\`${attribute.path}\`](${attribute.link})`,
    attribute.words,
    engineFieldOf(attribute.path) ?? '',
    shownBy(attribute, used.get(attribute.path) ?? []),
  ]
  return `# Attributes of compose files

Written by \`packages/tooling/src/write-docs.ts\`. All ${attributes.length} attributes of the Compose Specification that Docker Compose 2.40.3 knows are loaded, since Berth 0.1.0. *On the Engine* says what becomes of them; without an API version it is 1.41, that of Docker 20.10. What is refused in the plan stops a deployment with a message that names service and attribute. *Shown by* is a fixture that was recorded from Docker Compose.

${markdownTable(['Attribute', 'Meaning', 'On the Engine', 'Shown by'], attributes.map(row))}
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

/** The names of the fixtures that use an attribute, sorted; without those that show what is refused. */
export function usesByAttribute(): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, Set<string>>()
  const folder = path.join(root, fixtures)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(?!errors\/).*\.yaml$/.test(file),
  )
  for (const file of files.sort()) {
    const name = file.split(path.sep).slice(0, 2).join('/')
    for (const attribute of attributesOf(readFileSync(path.join(folder, file), 'utf8'))) {
      uses.set(attribute, (uses.get(attribute) ?? new Set()).add(name))
    }
  }
  return new Map([...uses].map(([attribute, names]) => [attribute, [...names]]))
}

function attributesOf(text: string): string[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) =>
    document.errors.length > 0 ? [] : [...attributesUsed(document.toJS({ maxAliasCount: 1000 }))],
  )
}

/** The fixture whose name says most of the attribute, and how many there are. */
function shownBy({ path: attribute }: Attribute, names: readonly string[]): string {
  const faithful = names.filter((name) => !name.startsWith('deviations/'))
  const [, last = ''] = /([^.[]+)[^.]*$/.exec(attribute) ?? []
  const best = faithful.find((name) => name.includes(last.replaceAll('_', '-'))) ?? faithful[0] ?? names[0]
  const others = names.length > 1 ? ` and ${names.length - 1} more` : ''
  return best === undefined ? '' : `[${best}](../${fixtures}/${best})${others}`
}
