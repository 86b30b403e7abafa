import type { LogLine } from '@berth/docker-engine'
import type { Colour, Style } from '../print/style.ts'
import { pad, widthOf } from '../print/width.ts'
import type { World } from '../world.ts'

const palette: readonly Colour[] = ['cyan', 'yellow', 'green', 'magenta', 'blue']

/** Prints lines of several containers, each behind its name in a colour of its own. */
export interface LogPrinter {
  /** Gives the name its colour and its place in the column; names come in the order they are added. */
  readonly add: (name: string) => void
  readonly line: (name: string, line: LogLine) => void
  /** What happened to a container, in words. */
  readonly say: (name: string, text: string) => void
}

export interface LogFormat {
  readonly style: Style
  /** The name before each line; on unless it is said otherwise. */
  readonly prefix?: boolean
  /** The Engine's time before the text. */
  readonly timestamps?: boolean
}

/** What a container wrote to its standard error goes to ours, the rest to standard output. */
export function createLogPrinter(
  { out, err }: Pick<World, 'out' | 'err'>,
  { style, prefix = true, timestamps = false }: LogFormat,
): LogPrinter {
  const colours = new Map<string, Colour>()
  const width = () => Math.max(...[...colours.keys()].map(widthOf), 0)
  const paint = (name: string, text: string) => style(colours.get(name) ?? 'cyan', text)
  return {
    add: (name) => {
      if (!colours.has(name)) colours.set(name, palette[colours.size % palette.length] ?? 'cyan')
    },
    line: (name, { stream, timestamp, text }) => {
      const output = stream === 'stderr' ? err : out
      const before = prefix ? `${paint(name, `${pad(name, width())}  |`)} ` : ''
      output.write(`${before}${timestamps ? `${timestamp} ` : ''}${text}\n`)
    },
    say: (name, text) => out.write(`${paint(name, name)} ${text}\n`),
  }
}

/**
 * As in Docker Compose's prefixes: without the project's name, and without the id that a container bears
 * while it takes another's place.
 */
export function shortName(name: string, project: string): string {
  const final = name.replace(/^[0-9a-f]{12}_/, '')
  return final.startsWith(`${project}-`) ? final.slice(project.length + 1) : final
}
