import type { Token } from './token.ts'
import { faults, type YamlFault } from './yaml-fault.ts'
import type { YamlReading } from './yaml-reading.ts'

/** Where the line of a token begins. */
export const lineStartsAt = ({ source: { text } }: YamlReading, { start }: Token): number =>
  text.lastIndexOf('\n', start - 1) + 1

const isFirstOfLine = (reading: YamlReading, found: Token): boolean =>
  reading.source.text.slice(lineStartsAt(reading, found), found.start).trim() === ''

/** What is wrong where a token stands that cannot stand there. */
export const misplaced = {
  /** A value was to come. */
  value: (reading: YamlReading, found: Token): YamlFault => {
    if (found.kind === 'item') return faults.itemHere(found.start)
    if (found.kind === 'mapping-start' || found.kind === 'key') return faults.keyHere(found.start)
    return isFirstOfLine(reading, found) ? faults.badIndent(found.start) : faults.noValue(found.start)
  },
  /** A block was to go on. */
  line: (reading: YamlReading, found: Token): YamlFault =>
    isFirstOfLine(reading, found) ? faults.badIndent(found.start) : faults.afterValue(found.start),
}
