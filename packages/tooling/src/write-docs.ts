/**
 * Writes the parts of the documents that are made from tables in the source: docs/errors.md,
 * docs/compose-support.md and the settings in README.md. A test fails while they differ.
 *
 * usage: node packages/tooling/src/write-docs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { settings } from '../../../apps/server/src/config.ts'
import { errorsDocument } from './docs/errors-document.ts'
import { markdownTable } from './docs/markdown-table.ts'
import { supportDocument } from './docs/support-document.ts'
import { root } from './testing/step.ts'

/** Each generated document with what it should hold now. Reads README.md, of which only a part is ours. */
export function generatedDocuments(): { readonly file: string; readonly text: string }[] {
  return [
    { file: 'docs/errors.md', text: errorsDocument() },
    { file: 'docs/compose-support.md', text: supportDocument() },
    { file: 'README.md', text: withSettings(readFileSync(path.join(root, 'README.md'), 'utf8')) },
  ]
}

function withSettings(readme: string): string {
  const [start, end] = ['<!-- settings, written by packages/tooling/src/write-docs.ts -->', '<!-- end -->']
  const parts = new RegExp(`^([\\s\\S]*${start}\\n)[\\s\\S]*?(\\n${end}[\\s\\S]*)$`).exec(readme)
  if (parts === null) throw new Error(`README.md has lost its marks ${start} and ${end}`)
  const rows = Object.values(settings).map(({ variable, fallback, meaning }) => [
    `\`${variable}\``,
    fallback ? `\`${fallback}\`` : '',
    meaning,
  ])
  return `${parts[1]}${markdownTable(['Variable', 'Default', 'Meaning'], rows)}${parts[2]}`
}

if (import.meta.main) {
  for (const { file, text } of generatedDocuments()) {
    writeFileSync(path.join(root, file), text)
    console.log(`wrote ${file}`)
  }
}
