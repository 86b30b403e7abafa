import { type Random, randomFrom } from './random.ts'

/** One text to load, and what stands in the files it names. */
export interface FuzzCase {
  readonly text: string
  /** The text of a file that the first one asks for; undefined when it is not there. */
  readonly other: (path: string) => string | undefined
}

/** Pieces that mean something to YAML or Compose, so that a mutation gets past the parser. */
const pieces = [
  ...['null', '~', 'true', '-1', '0x7f', '1e400', '99999999999999999999', '2026-01-01', '.inf'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    '? ',
    ', ',
    '\n',
    '\n  ',
    '\n    ',
    '\t',
    '\r\n',
    '\u0000',
    '\ufeff',
    '\ud800',
  ],
  ...[
    '"',
    "'",
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '<<: *a\n',
    '!reset ',
    '!override ',
    '!!str ',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '# ',
  ],
  ...['$', '$$', '${', '${A', '${A:-${A:-', '${A:?}', '${A+b}', '__proto__: ', 'constructor: ', 'x-a: '],
  ...[
    'services:\n',
    'include:\n  - ./other.yaml\n',
    'extends: {service: a}\n',
    'env_file: a.env\n',
    'name: ""\n',
  ],
  ...['ports: ["1-65535:1-65535"]\n', 'volumes: ["a:b:c:d"]\n', 'depends_on: [a]\n', 'profiles: [a]\n'],
] as const

type Change = (text: string, random: Random, corpus: readonly string[]) => string

/** A place in the text, and how long the stretch is that is changed there. */
const stretch = (text: string, random: Random) => {
  const at = random.below(text.length + 1)
  return [at, Math.min(text.length, at + random.below(random.pick([2, 10, 200])))] as const
}

const changes: readonly Change[] = [
  (text, random) => splice(text, stretch(text, random), random.pick(pieces)),
  (text, random) => splice(text, stretch(text, random), ''),
  (text, random) => splice(text, stretch(text, random), String.fromCharCode(random.below(0x1_0000))),
  (text, random) => {
    const [start, end] = stretch(text, random)
    return splice(text, [end, end], text.slice(start, end).repeat(1 + random.below(4)))
  },
  (text, random) => moveLine(text, random, ''),
  (text, random) => moveLine(text, random, '  '),
  (text, random, corpus) => splice(text, stretch(text, random), slice(random.pick(corpus), random)),
]

const splice = (text: string, [start, end]: readonly [number, number], insert: string) =>
  text.slice(0, start) + insert + text.slice(end)

const slice = (text: string, random: Random) => text.slice(...stretch(text, random))

function moveLine(text: string, random: Random, indent: string): string {
  const lines = text.split('\n')
  const [line = ''] = lines.splice(random.below(lines.length), 1)
  lines.splice(random.below(lines.length + 1), 0, indent + line)
  return lines.join('\n')
}

/** Texts may grow by repetition; beyond this it is the limit of size that would be tested, again and again. */
const longest = 50_000

/**
 * The case of that number: a mutation of a file of the corpus, or one time in ten any bytes. Pure: a seed and a
 * number give the same case wherever it is run.
 */
export function fuzzCase(seed: number, number: number, corpus: readonly string[]): FuzzCase {
  const random = randomFrom(seed, number)
  const text = random.below(10) === 0 ? anyBytes(random) : mutated(random, corpus)
  const known = new Map<string, string | undefined>()
  return {
    text,
    other: (path) => {
      if (!known.has(path)) known.set(path, random.below(3) === 0 ? undefined : mutated(random, corpus))
      return known.get(path)
    },
  }
}

function mutated(random: Random, corpus: readonly string[]): string {
  let text = random.pick(corpus)
  for (let left = random.below(7); left > 0; left--) text = random.pick(changes)(text, random, corpus)
  return text.slice(0, longest)
}

const anyBytes = (random: Random) =>
  new TextDecoder().decode(Uint8Array.from({ length: random.below(400) }, () => random.below(256)))
