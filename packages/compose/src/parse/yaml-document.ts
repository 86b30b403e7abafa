import { type Node, scalar } from '../tree.ts'
import { limits } from './limits.ts'
import { peek, take } from './scan.ts'
import type { Token, TokenKind } from './token.ts'
import { faults, YamlExcess, YamlFault } from './yaml-fault.ts'
import { readTop } from './yaml-node.ts'
import { originAt, type YamlReading } from './yaml-reading.ts'

/**
 * Reads the documents of a file; one without content is null.
 *
 * @throws YamlFault Where the text is no YAML; YamlExcess where it asks for too much.
 */
export function readDocuments(reading: YamlReading): Node[] {
  const { scanner } = reading
  const documents: Node[] = []
  for (;;) {
    if (documents.length > 0) skipWhile(reading, 'document-end')
    if (peek(scanner).kind === 'stream-end') return documents
    if (documents.length === limits.documents) {
      throw new YamlExcess(`At most ${limits.documents} documents of a file are read.`, peek(scanner).start)
    }
    documents.push(readDocument(reading, documents.length === 0))
    if (peek(scanner).kind === 'document-end') take(scanner)
  }
}

function skipWhile({ scanner }: YamlReading, kind: TokenKind): void {
  while (peek(scanner).kind === kind) take(scanner)
}

const ends: readonly TokenKind[] = ['directive', 'document-start', 'document-end', 'stream-end']

/** The first document of a file needs no `---`. */
function readDocument(reading: YamlReading, isFirst: boolean): Node {
  const { scanner } = reading
  const first = peek(scanner)
  reading.handles = handlesOf([])
  if (isFirst && first.kind !== 'directive' && first.kind !== 'document-start') return readTop(reading)
  const directives: Token[] = []
  for (let next = first; next.kind === 'directive'; next = peek(scanner)) {
    directives.push(next)
    take(scanner)
  }
  reading.handles = handlesOf(directives)
  const mark = peek(scanner)
  if (mark.kind !== 'document-start') throw faults.documentStart(mark.start)
  take(scanner)
  return ends.includes(peek(scanner).kind)
    ? scalar(null, originAt(reading, mark.start, mark.end))
    : readTop(reading)
}

function handlesOf(directives: readonly Token[]): ReadonlyMap<string, string> {
  const handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ])
  const own = new Set<string>()
  for (const { text, start, end } of directives) {
    const [name = '', handle = '', prefix = ''] = text.split(' ')
    const subject = name === 'YAML' ? name : handle
    if (own.has(subject)) {
      throw new YamlFault('This directive is there already.', { start, end }, 'Remove one of the two.')
    }
    own.add(subject)
    if (name === 'TAG') handles.set(handle, prefix)
  }
  return handles
}
