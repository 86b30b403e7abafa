import { type MergeTag, mapping, type Node, scalar, sequence } from '../tree.ts'
import { suggest } from '../validate/suggest.ts'
import { limits } from './limits.ts'
import { peek, take } from './scan.ts'
import { type Token, type TokenKind, textToken } from './token.ts'
import { faults, YamlExcess, YamlFault } from './yaml-fault.ts'
import { lineStartsAt, misplaced } from './yaml-misplaced.ts'
import { addPair, createPairs, entriesOf, type Pairs } from './yaml-pairs.ts'
import { originAt, spend, type YamlReading } from './yaml-reading.ts'
import { readScalar } from './yaml-scalar.ts'

/** Where a value stands, which says what it may be. */
interface Position {
  /** Inside brackets there are no blocks. */
  readonly isBlock: boolean
  /** A list may begin at the column of its key. */
  readonly allowsList: boolean
}

const inFlow: Position = { isBlock: false, allowsList: false }
const inBlock: Position = { isBlock: true, allowsList: false }
const afterKey: Position = { isBlock: true, allowsList: true }

/** Reads a whole document. */
export const readTop = (reading: YamlReading): Node => readNode(reading, inBlock)

/** What stands before a value. */
interface Properties {
  readonly anchor: string | undefined
  readonly tag: string | undefined
  readonly start: number
}

function readNode(reading: YamlReading, position: Position): Node {
  const { scanner, anchors } = reading
  const first = peek(scanner)
  spend(reading, 1, first.start)
  if (first.kind === 'alias') {
    take(scanner)
    return followAlias(reading, first)
  }
  const { anchor, tag, start } = readProperties(reading)
  if (reading.path.length > limits.depth) {
    throw new YamlExcess(`Values are nested more than ${limits.depth} levels deep.`, start)
  }
  const before = reading.values
  if (anchor !== undefined) anchors.set(anchor, 'open')
  const node = withMergeTag(readContent(reading, position, { anchor, tag, start }), tag)
  if (anchor !== undefined) anchors.set(anchor, { node, size: reading.values - before + 1 })
  return node
}

function followAlias(reading: YamlReading, { text, start, end }: Token): Node {
  const { anchors, findings, path } = reading
  const origin = originAt(reading, start, end)
  const target = anchors.get(text)
  if (target !== undefined && target !== 'open') {
    spend(reading, target.size, start)
    return target.node
  }
  findings.report({
    code: 'COMPOSE_YAML_INVALID',
    ...(target === 'open' ? insideItself(text) : withoutAnchor(text, [...anchors.keys()])),
    origin,
    path: [...path],
  })
  return scalar(null, origin)
}

const insideItself = (name: string) => ({
  message: `The alias *${name} stands inside its own anchor.`,
  fix: 'Remove the alias.',
})

function withoutAnchor(name: string, names: readonly string[]) {
  const meant = suggest(name, names)
  const message = `No anchor &${name} is above.`
  return meant === undefined
    ? { message, fix: `Write &${name} on the value that is meant, above this line.` }
    : { message: `${message} Did you mean *${meant}?`, fix: `Write *${meant}.` }
}

/** An anchor and a tag, in any order, each at most once. */
function readProperties({ scanner, handles }: YamlReading): Properties {
  let anchor: string | undefined
  let tag: string | undefined
  const { start } = peek(scanner)
  for (;;) {
    const { kind, text, suffix, start: at, end } = peek(scanner)
    if (kind === 'anchor' && anchor === undefined) anchor = text
    else if (kind === 'tag' && tag === undefined) {
      const prefix = text === '' ? '' : handles.get(text)
      if (prefix === undefined) throw unknownHandle(text, at, end)
      tag = prefix + suffix
    } else return { anchor, tag, start }
    take(scanner)
  }
}

const unknownHandle = (handle: string, start: number, end: number) =>
  new YamlFault(`No %TAG line says what ${handle} stands for.`, { start, end }, 'Remove the tag.')

function withMergeTag(node: Node, tag: string | undefined): Node {
  if (tag !== '!reset' && tag !== '!override') return node
  return { ...node, tag: tag.slice(1) as MergeTag }
}

function readContent(reading: YamlReading, position: Position, properties: Properties): Node {
  const { scanner } = reading
  const next = peek(scanner)
  switch (next.kind) {
    case 'plain':
    case 'quoted':
    case 'block-scalar':
      take(scanner)
      return readScalar(reading, next, properties.tag)
    case 'flow-sequence-start':
      return readFlowSequence(reading)
    case 'flow-mapping-start':
      return readFlowMapping(reading)
    case 'sequence-start':
      if (position.isBlock) return readBlockSequence(reading)
      break
    case 'mapping-start':
      if (position.isBlock) return readBlockMapping(reading)
      break
    case 'item':
      if (position.allowsList) return readItems(reading, 'indentless')
  }
  if (properties.anchor === undefined && properties.tag === undefined) throw misplaced.value(reading, next)
  const { start } = properties
  return readScalar(reading, textToken('plain', '', { start, end: start }), properties.tag)
}

/** A value that is not written. */
function nothing(reading: YamlReading, start: number, end = start): Node {
  spend(reading, 1, start)
  return scalar(null, originAt(reading, start, end))
}

/** Whether the next sign says that nothing is written here. */
const isNext = ({ scanner }: YamlReading, ends: readonly TokenKind[]) => ends.includes(peek(scanner).kind)

function readBlockSequence(reading: YamlReading): Node {
  take(reading.scanner)
  const node = readItems(reading, 'block')
  const next = peek(reading.scanner)
  if (next.kind !== 'block-end') throw misplaced.line(reading, next)
  take(reading.scanner)
  return node
}

const endsOfItem: Readonly<Record<'block' | 'indentless', readonly TokenKind[]>> = {
  block: ['item', 'block-end'],
  indentless: ['item', 'key', 'value', 'block-end'],
}

function readItems(reading: YamlReading, kind: 'block' | 'indentless'): Node {
  const { scanner, path } = reading
  const { start } = peek(scanner)
  const items: Node[] = []
  let end = start
  for (let sign = peek(scanner); sign.kind === 'item'; sign = peek(scanner)) {
    take(scanner)
    path.push(items.length)
    const isEmpty = isNext(reading, endsOfItem[kind])
    const item = isEmpty ? nothing(reading, sign.start, sign.end) : readNode(reading, inBlock)
    path.pop()
    items.push(item)
    end = Math.max(sign.end, item.origin.end)
  }
  return sequence(items, originAt(reading, start, end))
}

const inBlockMapping: PairPosition = {
  keyEnds: ['key', 'value', 'block-end'],
  valueEnds: ['key', 'value', 'block-end'],
  position: afterKey,
}

function readBlockMapping(reading: YamlReading): Node {
  const { scanner } = reading
  const { start } = peek(scanner)
  take(scanner)
  const pairs = createPairs()
  let end = start
  for (;;) {
    const sign = peek(scanner)
    take(scanner)
    if (sign.kind === 'block-end') return mapping(entriesOf(pairs, reading), originAt(reading, start, end))
    if (sign.kind !== 'key') throw misplaced.line(reading, sign)
    end = readPair(reading, pairs, { ...inBlockMapping, sign })
  }
}

interface PairPosition {
  /** Signs that say that there is no key. */
  readonly keyEnds: readonly TokenKind[]
  /** Signs that say that it holds nothing. */
  readonly valueEnds: readonly TokenKind[]
  readonly position: Position
}

interface PairPlace extends PairPosition {
  /** The sign of the key, which was taken. */
  readonly sign: Token
}

/** Reads a key and what it holds. Returns where they end. */
function readPair(reading: YamlReading, pairs: Pairs, place: PairPlace): number {
  const { keyEnds, valueEnds, position, sign } = place
  const { scanner, path } = reading
  const keyToken = peek(scanner)
  const key = isNext(reading, keyEnds) ? nothing(reading, sign.start, sign.end) : readNode(reading, position)
  const colon = peek(scanner)
  const hasColon = colon.kind === 'value'
  if (hasColon) take(scanner)
  path.push(key.kind === 'scalar' ? String(key.value) : '')
  const isEmpty = !hasColon || isNext(reading, valueEnds)
  const value = isEmpty ? nothing(reading, key.origin.end) : readNode(reading, position)
  path.pop()
  addPair(pairs, { keyToken, key, value }, reading)
  return Math.max(key.origin.end, value.origin.end)
}

function readFlowSequence(reading: YamlReading): Node {
  const { scanner, path } = reading
  const opening = peek(scanner)
  take(scanner)
  const items: Node[] = []
  for (;;) {
    const sign = nextInFlow(reading, { opening, closing: ']', isFirst: items.length === 0 })
    if (sign.kind === 'flow-sequence-end') {
      take(scanner)
      return sequence(items, originAt(reading, opening.start, sign.end))
    }
    path.push(items.length)
    if (sign.kind === 'key') {
      take(scanner)
      items.push(readSinglePair(reading, sign))
    } else items.push(readNode(reading, inFlow))
    path.pop()
  }
}

const inSinglePair: PairPosition = {
  keyEnds: ['value', 'comma', 'flow-sequence-end'],
  valueEnds: ['comma', 'flow-sequence-end'],
  position: inFlow,
}

/** `[a: b]` holds a mapping. */
function readSinglePair(reading: YamlReading, sign: Token): Node {
  const pairs = createPairs()
  spend(reading, 1, sign.start)
  const end = readPair(reading, pairs, { ...inSinglePair, sign })
  return mapping(entriesOf(pairs, reading), originAt(reading, sign.start, end))
}

const inFlowMapping: PairPosition = {
  keyEnds: ['value', 'comma', 'flow-mapping-end'],
  valueEnds: ['comma', 'flow-mapping-end'],
  position: inFlow,
}

function readFlowMapping(reading: YamlReading): Node {
  const { scanner } = reading
  const opening = peek(scanner)
  take(scanner)
  const pairs = createPairs()
  for (let isFirst = true; ; isFirst = false) {
    const sign = nextInFlow(reading, { opening, closing: '}', isFirst })
    if (sign.kind === 'flow-mapping-end') {
      take(scanner)
      return mapping(entriesOf(pairs, reading), originAt(reading, opening.start, sign.end))
    }
    if (sign.kind === 'key') {
      take(scanner)
      readPair(reading, pairs, { ...inFlowMapping, sign })
    } else {
      const key = readNode(reading, inFlow)
      addPair(pairs, { keyToken: sign, key, value: nothing(reading, key.origin.end) }, reading)
    }
  }
}

interface FlowPlace {
  readonly opening: Token
  readonly closing: ']' | '}'
  readonly isFirst: boolean
}

/** What stands in brackets after the comma that has to be there, but before the first item. */
function nextInFlow(reading: YamlReading, { opening, closing, isFirst }: FlowPlace): Token {
  const { scanner } = reading
  const sign = peek(scanner)
  const isEnd = sign.kind === (closing === ']' ? 'flow-sequence-end' : 'flow-mapping-end')
  if (isFirst || isEnd) return sign
  if (sign.kind !== 'comma') {
    const isOther = lineStartsAt(reading, sign) !== lineStartsAt(reading, opening)
    const isOpen = sign.kind === 'stream-end' || (isOther && sign.kind === 'value')
    throw isOpen ? faults.openBracket(opening.start, closing) : faults.noComma(sign.start, closing)
  }
  take(scanner)
  return peek(scanner)
}
