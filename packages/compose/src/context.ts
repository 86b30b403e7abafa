import type { Diagnostic } from './diagnostic.ts'
import { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'
import { limits } from './parse/limits.ts'
import { type Origin, rangeOf } from './source.ts'
import type { Path } from './tree.ts'

/** A finding as a phase states it; severity and a general fix come from the table of codes. */
export interface Finding {
  readonly code: DiagnosticCode
  readonly message: string
  readonly fix?: string
  readonly origin?: Origin | undefined
  readonly path?: Path
  /** The file that is told to be absent; if it is there and could not be read, that is told instead. */
  readonly missingFile?: string
}

/** Why a file that is there could not be read. */
export interface FileFault extends Pick<Finding, 'code' | 'message' | 'fix'> {}

/** Where phases put what they find. The only thing in the loader that changes. */
export interface Findings {
  readonly report: (finding: Finding) => void
  /** Whether an error was reported at this path or below it, so that a later check need not complain again. */
  readonly isFaulty: (...path: Path) => boolean
  /** Whether a mapping has a key that nobody knows: what seems to be missing may be there, misspelt. */
  readonly hasUnknownKey: (...path: Path) => boolean
  /** Whether further errors are dropped: no need to look for advice. */
  readonly isFull: () => boolean
  readonly hasErrors: () => boolean
  /**
   * Counts values as they are written out; false once they are more than a project may have. What would
   * write more must then be left undone.
   */
  readonly spend: (values: number) => boolean
  /** In source order, each once. */
  readonly sorted: (files: readonly string[]) => readonly Diagnostic[]
}

/** Where a phase stands while it walks, and where it reports. */
export interface Place {
  readonly path: Path
  readonly findings: Findings
}

/** The place of a child. */
export const below = ({ path, findings }: Place, segment: string | number): Place => ({
  path: [...path, segment],
  findings,
})

/** More of them than a person reads would only cost time and memory: so many errors, and so many others. */
const maxFindings = 500

/** @param unreadable Why files could not be read, by path; it may still grow. */
export function createFindings(unreadable: ReadonlyMap<string, FileFault> = new Map()): Findings {
  const errors = new Map<string, Diagnostic>()
  const others = new Map<string, Diagnostic>()
  let spent = 0
  return {
    report: (stated) => {
      const finding = { ...stated, ...(stated.missingFile && unreadable.get(stated.missingFile)) }
      const seen = diagnosticCodes[finding.code].severity === 'error' ? errors : others
      if (seen.size >= maxFindings) return
      const diagnostic = toDiagnostic(finding)
      seen.set(keyOf(diagnostic), diagnostic)
    },
    isFaulty: (...path) => [...errors.values()].some((error) => isWithin(path, error)),
    hasUnknownKey: (...path) =>
      [...errors.values()].some(
        (error) =>
          error.code === 'COMPOSE_UNKNOWN_KEY' &&
          error.path?.length === path.length + 1 &&
          isWithin(path, error),
      ),
    isFull: () => errors.size >= maxFindings,
    hasErrors: () => errors.size > 0,
    spend: (values) => {
      spent += values
      return spent <= limits.values
    },
    sorted: (files) => [...errors.values(), ...others.values()].sort(bySource(files)),
  }
}

const isWithin = (path: Path, { path: at }: Diagnostic) =>
  path.every((segment, index) => at?.[index] === segment)

function toDiagnostic({ code, message, fix, origin, path }: Finding): Diagnostic {
  const explanation = diagnosticCodes[code]
  const advice = fix ?? (explanation.isSelfExplaining ? undefined : explanation.fix)
  return {
    code,
    severity: explanation.severity,
    message,
    ...(advice !== undefined && { fix: advice }),
    ...(origin && { range: rangeOf(origin) }),
    ...(path && { path }),
  }
}

const keyOf = ({ code, range, message }: Diagnostic) =>
  JSON.stringify([code, message, range?.file, range?.line, range?.column])

function bySource(files: readonly string[]) {
  const rank = ({ range }: Diagnostic) => (range === undefined ? -1 : files.indexOf(range.file) >>> 0)
  return (a: Diagnostic, b: Diagnostic) =>
    rank(a) - rank(b) ||
    compareText(a.range?.file ?? '', b.range?.file ?? '') ||
    (a.range?.line ?? 0) - (b.range?.line ?? 0) ||
    (a.range?.column ?? 0) - (b.range?.column ?? 0)
}

/** Code unit order: the same on every machine, and what Go's sort gives for ASCII. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
