import type { World } from '../world.ts'

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const

export type Colour = keyof typeof codes

/** Colours text, or leaves it as it is where colours are off. */
export type Style = (colour: Colour, text: string) => string

export const plainStyle: Style = (_colour, text) => text

export const ansiStyle: Style = (colour, text) =>
  `\u001b[${codes[colour][0]}m${text}\u001b[${codes[colour][1]}m`

/** When colours are wanted: `--ansi`, else `COMPOSE_ANSI`, else on terminals unless `NO_COLOR` is set. */
export function styleFor(output: World['out'], { env }: Pick<World, 'env'>, ansi: string | undefined): Style {
  const when = ansi ?? env.COMPOSE_ANSI ?? 'auto'
  if (when === 'never') return plainStyle
  if (when === 'always') return ansiStyle
  return output.isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? ansiStyle : plainStyle
}
