import { type Diagnostic, formatDiagnostic } from '@berth/compose'
import type { World } from '../world.ts'
import { nearPath } from './near-path.ts'
import { type Style, styleFor } from './style.ts'

/** More than this help nobody at once. */
const mostShown = 20

interface Findings {
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
}

/** Prints what was found in compose files to standard error, errors first cut down to a readable number. */
export function printDiagnostics({ diagnostics, sources }: Findings, world: World, ansi?: string): void {
  const style = styleFor(world.err, world, ansi)
  const near = nearPaths(sources, world.cwd)
  const shown = [...diagnostics].sort((a, b) => rank(a) - rank(b)).slice(0, mostShown)
  for (const diagnostic of shown) {
    const text = formatDiagnostic(withNearPath(diagnostic, world.cwd), near)
    world.err.write(`${paint(text, diagnostic, style)}\n`)
  }
  const rest = diagnostics.length - shown.length
  if (rest > 0) world.err.write(`… and ${rest} more\n`)
}

/** Errors come first only where they would be cut off otherwise; a stable sort keeps the order of the files. */
const rank = ({ severity }: Diagnostic) => (severity === 'error' ? 0 : 1)

const nearPaths = (sources: ReadonlyMap<string, string>, cwd: string) =>
  new Map([...sources].map(([path, text]) => [nearPath(path, cwd), text]))

const withNearPath = (diagnostic: Diagnostic, cwd: string): Diagnostic =>
  diagnostic.range === undefined
    ? diagnostic
    : { ...diagnostic, range: { ...diagnostic.range, file: nearPath(diagnostic.range.file, cwd) } }

const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const

function paint(text: string, { severity, code }: Diagnostic, style: Style): string {
  const colour = colours[severity]
  return text
    .split('\n')
    .map((line, index) => {
      if (index === 0)
        return line.replace(`${severity} ${code}:`, (words) => style(colour, style('bold', words)))
      if (/^ +\| *\^+$/.test(line)) return line.replace(/\^+/, (carets) => style(colour, carets))
      return line.replace(/^ {2}fix:/, `  ${style('cyan', 'fix:')}`)
    })
    .join('\n')
}
