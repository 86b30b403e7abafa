import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../testing/step.ts'
import type { Report } from './report.ts'

const marks = [
  '<!-- bench:compose, written by packages/tooling/src/bench-compose.ts -->',
  '<!-- end -->',
] as const

const intro = `# Benchmarks

What the benchmarks said when they were last run. Times are milliseconds: the median, and the quarters around it.

## The loader (\`pnpm bench:compose\`)

Warm: in a process that has loaded before. Cold: the first load in a new process, with reading the loader's own
modules. The two commands are timed as processes, from their start to their end, with \`--format json\`. The
realistic project is \`packages/tooling/src/benchmark/shop/compose.yaml\`; the others are generated.

`

/** Puts the report of a run in the place of the one before; starts the document when there is none. */
export function writeSection(file: string, { circumstances, table, goals }: Report): void {
  const target = path.join(root, file)
  const text = existsSync(target) ? readFileSync(target, 'utf8') : `${intro}${marks.join('\n')}\n`
  const [before, rest] = splitAt(text, marks[0])
  const [, after] = splitAt(rest, marks[1])
  const section = [
    marks[0],
    circumstances,
    table,
    goals.map(({ text: line }) => `- ${line}`).join('\n'),
    marks[1],
  ]
  writeFileSync(target, `${before}${section.join('\n\n')}${after}`)
  console.log(`\nwrote ${file}`)
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`The mark ${mark} is missing.`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}
