import type { Interruption, ObjectChange, ObjectVerb } from '../objects/object-change.ts'
import { line, type PlanLine, type PlanTone, span } from './plan-line.ts'

/** One line per object that changes, with its reasons and what it costs; then what is kept. */
export function objectLines(objects: readonly ObjectChange[]): PlanLine[] {
  const changing = objects.filter(({ change }) => change !== 'keep')
  const widths = {
    kind: Math.max(0, ...changing.map(({ kind }) => kind.length)),
    name: Math.max(0, ...changing.map(({ name }) => name.length)),
    change: Math.max(0, ...changing.map(({ change }) => change.length)),
  }
  const indent = ' '.repeat(4 + widths.kind + 2 + widths.name + 2 + widths.change + 2)
  return [
    ...changing.flatMap((object) => [
      changeLine(object, widths),
      ...costs(object).map(({ text, tone }): PlanLine => [span(indent), span(text, tone)]),
    ]),
    ...keptLines(objects),
  ]
}

const signs: Readonly<Record<ObjectVerb, string>> = {
  create: '+',
  pull: '+',
  restore: '~',
  build: '+',
  start: '+',
  unpause: '+',
  recreate: '~',
  restart: '~',
  signal: '~',
  pause: '-',
  stop: '-',
  remove: '-',
  keep: '=',
}

const tones: Readonly<Record<string, PlanTone>> = { '+': 'add', '~': 'change', '-': 'remove', '=': 'quiet' }

function changeLine(
  { kind, name, change, reasons }: ObjectChange,
  widths: { readonly kind: number; readonly name: number; readonly change: number },
): PlanLine {
  const sign = signs[change]
  const tone = tones[sign]
  const why = reasons.join(', ')
  const verb = why === '' ? change : change.padEnd(widths.change)
  return [
    span('  '),
    span(sign, tone),
    span(` ${kind.padEnd(widths.kind)}  ${name.padEnd(widths.name)}  `),
    span(verb, tone),
    ...(why === '' ? [] : [span(`  ${why}`)]),
  ]
}

function costs({ interrupts, destroys }: ObjectChange): { text: string; tone: PlanTone }[] {
  return [
    ...(interrupts === undefined ? [] : [{ text: interruptionInWords(interrupts), tone: 'note' as const }]),
    ...(destroys === undefined ? [] : [{ text: `destroys ${destroys}`, tone: 'loss' as const }]),
  ]
}

function interruptionInWords({ atLeastMs, othersRunning }: Interruption): string {
  const others =
    othersRunning === 0 ? '' : `, while ${othersRunning} other${othersRunning === 1 ? ' runs' : 's run'}`
  if (atLeastMs === undefined) return `ends what runs${others}`
  return `down for ${seconds(atLeastMs)} s or more${others}`
}

const seconds = (milliseconds: number) => String(Number((milliseconds / 1000).toFixed(1)))

/** By kind and reason, so that a large project does not fill the screen with what nothing happens to. */
function keptLines(objects: readonly ObjectChange[]): PlanLine[] {
  const groups = new Map<string, { readonly kind: string; readonly why: string; readonly names: string[] }>()
  for (const { kind, name, change, reasons } of objects) {
    if (change !== 'keep') continue
    const why = reasons.join(', ')
    const group = groups.get(`${kind} ${why}`) ?? { kind, why, names: [] }
    group.names.push(name)
    groups.set(`${kind} ${why}`, group)
  }
  return [...groups.values()].flatMap(({ kind, why, names }) => {
    const head = `  = keeps ${kind}${names.length === 1 ? '' : 's'} `
    const tail = why === '' ? '' : ` (${why})`
    return wrap(names, { head, tail }).map((text) => line(text, 'quiet'))
  })
}

const columns = 110

/** Names in lines of a readable length, those after the first set in. */
function wrap(
  names: readonly string[],
  { head, tail }: { readonly head: string; readonly tail: string },
): string[] {
  const lines: string[] = []
  let current = head
  for (const [index, name] of names.entries()) {
    const piece = `${name}${index < names.length - 1 ? ',' : tail}`
    const isFirst = current === head || current.trim() === ''
    if (!isFirst && current.length + 1 + piece.length > columns) {
      lines.push(current)
      current = ' '.repeat(head.length)
    }
    current += current.endsWith(' ') ? piece : ` ${piece}`
  }
  return [...lines, current]
}
