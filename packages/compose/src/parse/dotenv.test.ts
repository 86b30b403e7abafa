import { describe, expect, it } from 'vitest'
import { parseDotenv, parseRawEnv } from './dotenv.ts'

const environment: Readonly<Record<string, string>> = { HOME: '/home/ada', FROM_SHELL: 'shell' }
const lookup = (name: string) => environment[name]
const parse = (text: string) => parseDotenv(text, lookup).values

describe('parseDotenv', () => {
  it.each<[string, string, Record<string, string>]>([
    ['plain values', 'A=1\nB = two words \n', { A: '1', B: 'two words' }],
    ['a colon for an equals sign', 'A: 1\nB:2', { A: '1', B: '2' }],
    ['export', 'export A=1', { A: '1' }],
    ['comments', '# x\nA=1 # y\nB=2#z\nC=3\t# z', { A: '1', B: '2#z', C: '3\t# z' }],
    ['empty values', 'A=\nB=\'\'\nC=""', { A: '', B: '', C: '' }],
    ['single quotes, literally', "A='$HOME \\n it\\'s'", { A: "$HOME \\n it's" }],
    [
      'double quotes, with escapes',
      'A="$HOME\\t\\"x\\" \\$HOME \\0101 \\x41"',
      { A: '/home/ada\t"x" $HOME A \\x41' },
    ],
    ['values over several lines', 'A="1\n2"\nB=3', { A: '1\n2', B: '3' }],
    ['a statement behind a quote', 'A="x"B=1', { A: 'x', B: '1' }],
    ['keys that are inherited', 'FROM_SHELL\nNOWHERE\n', { FROM_SHELL: 'shell' }],
    ['values above', 'A=1\nB=$A-${A}\nC=${D:-d}', { A: '1', B: '1-1', C: 'd' }],
    ['the environment before values above', 'HOME=/x\nA=$HOME', { HOME: '/x', A: '/home/ada' }],
    ['windows line ends', 'A=1\r\nB="2"\r\n', { A: '1', B: '2' }],
    ['a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['dollars that mean nothing', 'A=a$ $(date) $$x', { A: 'a$ $(date) $x' }],
    ['names with dots, hyphens and brackets', 'a.b-c[d]=1\n1x=2', { 'a.b-c[d]': '1', '1x': '2' }],
    ['equals signs in values', 'A=b=c', { A: 'b=c' }],
  ])('reads %s', (_what, text, values) => {
    expect(parse(text)).toEqual(values)
  })

  it.each([
    ['A+B=1', 1, '"+" cannot be in the name of a variable ("A+B=1").'],
    ['A=1\nB C=2', 5, 'The name of a variable cannot have a space ("B C").'],
    ['A="x', 2, 'A quoted value is not closed: "x'],
    ['A=${B:?boom}', 2, 'Required variable B is missing a value: boom'],
    ['A=${1}', 2, 'Invalid interpolation format: ${1}'],
  ])('says where %s is wrong', (text, offset, message) => {
    expect(parseDotenv(text).problem).toEqual({ offset, message })
  })

  it('keeps what came before a fault', () => {
    expect(parseDotenv('A=1\nB+=2').values).toEqual({ A: '1' })
  })

  it('lists variables that are not set, with their place', () => {
    expect(parseDotenv('A=x$NOPE').unset).toEqual([{ name: 'NOPE', offset: 3 }])
  })
})

describe('parseRawEnv', () => {
  it('takes values as they are', () => {
    const text = 'A="x" # y\n  B= 1 \n# c\nFROM_SHELL\nNOPE\nC=$A\n'
    expect(parseRawEnv(text, lookup).values).toEqual({
      A: '"x" # y',
      B: ' 1 ',
      C: '$A',
      FROM_SHELL: 'shell',
    })
  })
})
