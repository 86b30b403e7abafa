import type { Colour, Style } from './style.ts'

const colours: Readonly<Record<string, Colour>> = {
  create: 'green',
  start: 'green',
  recreate: 'yellow',
  scale: 'yellow',
  remove: 'red',
  'no change': 'dim',
}

/** A plan's text with what it changes, and what is lost, in colour. Pure. */
export const paintPlan = (text: string, style: Style): string =>
  text
    .split('\n')
    .map((line, index) => (index === 0 ? style('bold', line) : paintLine(line, style)))
    .join('\n')

const paintLine = (line: string, style: Style) =>
  line
    .replace(/^( {2}\S+ +)(create|recreate|scale|start|remove|no change)(?= |$)/, (_all, name, word) => {
      const colour = colours[word]
      return `${name}${colour === undefined ? word : style(colour, word)}`
    })
    .replace(/destroys [^)]+/, (loss) => style('red', loss))
    .replace(/^problem:/, (word) => style('red', style('bold', word)))
    .replace(/^note:/, (word) => style('yellow', word))
