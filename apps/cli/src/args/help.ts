import type { Command } from './command.ts'
import type { Flag, Flags } from './flag.ts'
import { globalFlags } from './global-flags.ts'

/** What `berth --help` prints. Pure. */
export function formatHelp(commands: Readonly<Record<string, Command>>, columns: number): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => ({ left: `  ${name}`, right: summary }))
  return [
    'Usage:  berth [OPTIONS] COMMAND',
    '',
    'Plans and applies Docker Compose projects: it says what it will do, and does only that.',
    '',
    'Commands:',
    ...formatRows(rows, columns),
    '',
    'Options:',
    ...formatRows(flagRows(globalFlags), columns),
    '',
    "Run 'berth COMMAND --help' for more about a command.",
    '',
  ].join('\n')
}

/** What `berth COMMAND --help` prints. Pure. */
export function formatCommandHelp(name: string, command: Command, columns: number): string {
  return [
    `Usage:  berth [OPTIONS] ${name} ${command.usage}`,
    '',
    `${command.summary}.`,
    '',
    'Options:',
    ...formatRows(flagRows(command.flags), columns),
    '',
    "Options for all commands stand before the command: see 'berth --help'.",
    '',
  ].join('\n')
}

interface Row {
  readonly left: string
  readonly right: string
}

const flagRows = (flags: Flags): Row[] => [
  ...Object.entries(flags)
    .filter(([, { isHidden }]) => !isHidden)
    .map(([name, flag]) => ({ left: spelling(name, flag), right: flag.help })),
  { left: '  -h, --help', right: 'Show this help' },
]

function spelling(name: string, flag: Flag): string {
  const short = flag.short === undefined ? '   ' : `-${flag.short},`
  const value = flag.kind === 'switch' ? '' : ` ${flag.placeholder}`
  return `  ${short} --${name}${value}`
}

/** Longer ones take a line of their own, so that they leave room for what stands beside the others. */
const longestLeft = 27

/** Two columns; the right one is wrapped when the terminal is narrow. */
function formatRows(rows: readonly Row[], columns: number): string[] {
  const lefts = rows.map(({ left }) => left.length).filter((length) => length <= longestLeft)
  const indent = Math.max(...lefts, 0) + 3
  const width = Math.max(columns - indent, 24)
  return rows.flatMap(({ left, right }) => {
    const lines = wrap(right, width).map((line) => `${' '.repeat(indent)}${line}`)
    if (left.length > longestLeft) return [left, ...lines]
    const [first = '', ...rest] = lines
    return [`${left.padEnd(indent)}${first.slice(indent)}`, ...rest]
  })
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
