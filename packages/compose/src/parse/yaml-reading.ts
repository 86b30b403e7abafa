import type { Findings } from '../context.ts'
import type { Origin, Source } from '../source.ts'
import type { Node } from '../tree.ts'
import { limits } from './limits.ts'
import { createScanner, type Scanner } from './scanner.ts'
import { YamlExcess } from './yaml-fault.ts'

/** A file that is being read into trees. */
export interface YamlReading {
  readonly source: Source
  readonly findings: Findings
  readonly scanner: Scanner
  /** Values with a name, for aliases; one that is still being read is `open`. They hold for the whole file. */
  readonly anchors: Map<string, Anchor | 'open'>
  /** What the handles of tags stand for; each document has its own. */
  handles: ReadonlyMap<string, string>
  /** Keys and indexes down to the value that is being read. */
  readonly path: (string | number)[]
  /** Values so far, those behind aliases included. */
  values: number
  /** The last `<<` that is a merge key where it is a key: one without quotes, or with the tag `!!merge`. */
  mergeKey: Node | undefined
}

export interface Anchor {
  readonly node: Node
  /** How many values it is, written out. */
  readonly size: number
}

export const createReading = (source: Source, findings: Findings): YamlReading => ({
  source,
  findings,
  scanner: createScanner(source.text),
  anchors: new Map(),
  handles: new Map(),
  path: [],
  values: 0,
  mergeKey: undefined,
})

export const originAt = ({ source }: YamlReading, start: number, end: number): Origin => ({
  source,
  start,
  end,
})

/** Counts values that are written out. */
export function spend(reading: YamlReading, values: number, start: number): void {
  reading.values += values
  if (reading.findings.spend(values)) return
  throw new YamlExcess(`The aliases and merge keys here expand to more than ${limits.values} values.`, start)
}
