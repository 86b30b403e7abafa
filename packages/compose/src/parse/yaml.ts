import type { Findings } from '../context.ts'
import type { Source } from '../source.ts'
import { isNull, type Node } from '../tree.ts'
import { forbiddenAt } from './characters.ts'
import { limits } from './limits.ts'
import { readDocuments } from './yaml-document.ts'
import { faults, YamlExcess, YamlFault } from './yaml-fault.ts'
import { faultsBelow } from './yaml-faults-below.ts'
import { createReading, originAt, type YamlReading } from './yaml-reading.ts'

/**
 * Phase 1: YAML text to one tree per document, as go-yaml v3 reads it.
 *
 * A text with an error of syntax has no documents. The further errors behind it are reported too, as far as lines
 * can be understood without those above.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/03-compose-file.md
 */
export function parseYaml(source: Source, findings: Findings): readonly Node[] {
  const reading = createReading(source, findings)
  if (source.text.length > limits.textLength) {
    reportExcess(
      reading,
      0,
      `The file has ${source.text.length} characters; at most ${limits.textLength} are read.`,
    )
    return []
  }
  try {
    const forbidden = forbiddenAt(source.text)
    if (forbidden >= 0) {
      const isHalfPair = /[\ud800-\udfff]/.test(source.text.charAt(forbidden))
      throw isHalfPair ? faults.encoding(forbidden) : faults.character(forbidden)
    }
    return readDocuments(reading).filter((document) => isFilled(document, findings))
  } catch (error) {
    if (error instanceof YamlExcess) reportExcess(reading, error.start, error.message)
    else if (error instanceof YamlFault) reportFaults(reading, [error, ...faultsBelow(reading, error)])
    else throw error
    return []
  }
}

function reportExcess(reading: YamlReading, start: number, message: string): void {
  reading.findings.report({ code: 'COMPOSE_TOO_LARGE', message, origin: originAt(reading, start, start + 1) })
}

function reportFaults(reading: YamlReading, found: readonly YamlFault[]): void {
  for (const { message, start, end, fix } of found) {
    const origin = originAt(reading, start, end)
    reading.findings.report({ code: 'COMPOSE_YAML_INVALID', message, ...(fix && { fix }), origin })
  }
}

/** A document of nothing is a mistake: the reference refuses it. */
function isFilled(document: Node, findings: Findings): boolean {
  if (!isNull(document)) return true
  const message = 'This document is empty, where a mapping is needed.'
  findings.report({ code: 'COMPOSE_EMPTY_DOCUMENT', message, origin: document.origin })
  return false
}
