import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../testing/step.ts'
import type { Report } from './report.ts'

/** A part of the document that one benchmark writes, and what stands before it. */
const sections = {
  'bench:compose': `## The loader (\`pnpm bench:compose\`)

Warm: in a process that has loaded before. Cold: the first load in a new process, with reading the loader's own
modules. The two commands are timed as processes, from their start to their end, with \`--format json\`; so is a
Node that does nothing, below which \`berth config\` cannot come. The realistic project is
\`packages/tooling/src/benchmark/shop/compose.yaml\`; the others are generated.
`,
  'bench:engine': `## Deployments (\`pnpm bench:engine\`)

Berth is timed in a process that has already run, as the server is: each time it reads the files, looks at the
Engine, plans and applies. \`docker compose\` is timed as the process that it is. The smallest sequence is a script
that makes only the Engine calls that cannot be avoided, side by side where order allows; it replaces a container
as Berth does, without destroying the old one before the new one runs. All containers run \`sleep\` on one network.
Berth waits here for nothing that the CLI does not wait for; usually it also watches that a new container stays up
for a second before the old one goes. Ratios are medians of the ratios of the rounds. Calls were counted in a
round of their own, by a proxy before the Engine's socket.
`,
  'bench:server': `## The server (\`pnpm bench:server\`)

The server is a process of its own with 200 projects of five containers each, created on a real Engine; whoever
calls is another process on the same machine. The bare route is a Fastify server that answers the same list with
the same schema and asks nobody who they are. Events: from when the Engine's own stream tells of a change to when
a websocket client has the new state of the project. Logs: a container that prints 100,000 lines as fast as it
can, followed over the websocket and read from the Engine by the same adapter.
`,
} as const

const head = `# Benchmarks

What the benchmarks said when they were last run. Times are milliseconds: the median, and the quarters around it.
`

/** Puts the report of a run in the place of the one before; starts the document when there is none. */
export function writeSection(
  file: string,
  name: keyof typeof sections,
  { circumstances, table, goals }: Report,
): void {
  const target = path.join(root, file)
  const marks = [`<!-- ${name} -->`, `<!-- end of ${name} -->`] as const
  const document = existsSync(target) ? readFileSync(target, 'utf8') : head
  const text = document.includes(marks[0])
    ? document
    : `${document}\n${sections[name]}\n${marks.join('\n')}\n`
  const [before, rest] = splitAt(text, marks[0])
  const [, after] = splitAt(rest, marks[1])
  const lines = goals.map(({ text: line }) => `- ${line}`).join('\n')
  const section = [marks[0], circumstances, table, lines, marks[1]]
  writeFileSync(target, `${before}${section.join('\n\n')}${after}`)
  console.log(`\nwrote ${file}`)
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`The mark ${mark} is missing.`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}
