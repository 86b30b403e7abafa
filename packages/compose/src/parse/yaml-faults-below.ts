import { createFindings } from '../context.ts'
import { createSource } from '../source.ts'
import { limits } from './limits.ts'
import { readDocuments } from './yaml-document.ts'
import { YamlFault } from './yaml-fault.ts'
import { createReading, type YamlReading } from './yaml-reading.ts'

/** A line that holds something. */
interface Line {
  readonly start: number
  /** A tab counts for what it was meant as. */
  readonly indent: number
}

/**
 * Further errors of syntax below the first, so that a person sees them at once. Reading goes on at the next line
 * that is not indented more than the faulty one, and takes the lines that are not indented less.
 */
export function faultsBelow({ source: { file, text } }: YamlReading, first: YamlFault): YamlFault[] {
  const lines = linesOf(text)
  const found: YamlFault[] = []
  let at = nextAfter(lines, first.start)
  for (let line = lines[at]; line && found.length + 1 < limits.syntaxErrors; line = lines[at]) {
    const { start } = line
    const end = endOfPart(lines, line)
    const fault = faultIn(createSource(file, text.slice(start, lines[end]?.start)))
    if (fault !== undefined) found.push(moved(fault, start))
    at = fault === undefined ? end : nextAfter(lines, fault.start + start)
  }
  return found
}

const linesOf = (text: string): Line[] =>
  [...text.matchAll(/^([ \t]*)[^\s#].*$/gm)].map(({ index, 1: blanks = '' }) => ({
    start: index,
    indent: blanks.replaceAll('\t', '        ').length,
  }))

/** The index of the first line below an offset that is not indented more than the line it is in. */
function nextAfter(lines: readonly Line[], offset: number): number {
  const own = lines.findLast(({ start }) => start <= offset)
  const next = lines.findIndex(({ start, indent }) => start > offset && indent <= (own?.indent ?? 0))
  return next < 0 ? lines.length : next
}

/** The index of the first line below that is indented less. */
function endOfPart(lines: readonly Line[], { start, indent }: Line): number {
  const end = lines.findIndex((line) => line.start > start && line.indent < indent)
  return end < 0 ? lines.length : end
}

function faultIn(source: YamlReading['source']): YamlFault | undefined {
  try {
    readDocuments(createReading(source, createFindings()))
    return undefined
  } catch (error) {
    // Too much of something was or will be said of the whole.
    return error instanceof YamlFault ? error : undefined
  }
}

const moved = ({ message, start, end, fix }: YamlFault, by: number): YamlFault =>
  new YamlFault(message, { start: start + by, end: end + by }, fix)
