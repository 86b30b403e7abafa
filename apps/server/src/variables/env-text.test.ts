import { describe, expect, it } from 'vitest'
import { ProblemError } from '../http/problem.ts'
import { addToEnvText, readEnvText, removeFromEnvText, requireEnvText, setInEnvText } from './env-text.ts'

const text = `# How many
REPLICAS=2   # at least

export TAG="1.2"
GREETING='hello
world'
HOST
URL=http://\${HOST}:\${PORT:-80}/
`

describe('the text of an env file', () => {
  it('says what it sets and where; a name alone sets nothing', () => {
    const entries = readEnvText(text, (name) => (name === 'HOST' ? 'box' : undefined))
    expect([...entries]).toEqual([
      ['REPLICAS', { value: '2', line: 2 }],
      ['TAG', { value: '1.2', line: 4 }],
      ['GREETING', { value: 'hello\nworld', line: 5 }],
      ['URL', { value: 'http://box:80/', line: 8 }],
    ])
  })

  it('is refused with its line when it is none', () => {
    const check = () => requireEnvText('A=1\nB C=2\n', '.env')
    expect(check).toThrow(ProblemError)
    expect(check).toThrow('.env:2: ')
  })
})

describe('setting a variable', () => {
  it.each([
    ['where it stands', 'TAG', '1.3', 'export TAG="1.2"', 'export TAG=1.3'],
    [
      'and keeps the comment behind it',
      'REPLICAS',
      '3',
      'REPLICAS=2   # at least',
      'REPLICAS=3   # at least',
    ],
    ['over several lines', 'GREETING', 'hi', "GREETING='hello\nworld'", 'GREETING=hi'],
    ['that was only passed on', 'HOST', 'box', '\nHOST\n', '\nHOST=box\n'],
    ['that others are made of', 'URL', 'x', `URL=http://\${HOST}:\${PORT:-80}/`, 'URL=x'],
  ])('changes it %s', (_how, name, value, before, after) => {
    expect(setInEnvText(text, name, value)).toBe(text.replace(before, after))
  })

  it('adds what is new at the end', () => {
    expect(setInEnvText('A=1', 'B', '2')).toBe('A=1\nB=2\n')
    expect(setInEnvText('', 'B', '2')).toBe('B=2\n')
  })

  it.each([
    '',
    ' padded ',
    'with # a hash',
    "it's",
    '"quoted"',
    '$HOME and ${HOME}',
    'a\\b',
    "trailing\\'\\",
    'several\nlines\n',
    'all of it: \' " $X \\ # \n\t',
  ])('keeps the value %j', (value) => {
    const changed = setInEnvText(text, 'TAG', value)
    expect(readEnvText(changed).get('TAG')?.value).toBe(value)
    expect(readEnvText(changed).get('GREETING')?.value).toBe('hello\nworld')
  })

  it('refuses to touch a text that has a fault', () => {
    expect(() => setInEnvText('B C=2', 'A', '1')).toThrow(ProblemError)
  })
})

describe('deleting a variable', () => {
  it('takes its lines and nothing else', () => {
    expect(removeFromEnvText(text, 'GREETING')).toBe(text.replace("GREETING='hello\nworld'\n", ''))
    expect(removeFromEnvText('A=1\nB=2\nA=3', 'A')).toBe('B=2\n')
    expect(removeFromEnvText(text, 'HOST')).toBe(text.replace('HOST\n', ''))
  })

  it('is refused where another would go with it', () => {
    expect(() => removeFromEnvText('A="1" B=2\n', 'A')).toThrow('shares its line')
  })
})

it('a text with variables added has theirs, whatever stands there', () => {
  const secret = new Map([['TAG', { value: "it's\nsecret" }]])
  expect(readEnvText(addToEnvText(text, secret)).get('TAG')?.value).toBe("it's\nsecret")
  expect(addToEnvText('', secret)).toBe(addToEnvText('A=1', secret).replace('A=1\n', ''))
})
