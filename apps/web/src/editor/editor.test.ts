import { Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { checkCompose } from './check-compose.ts'
import { countProblems } from './count-problems.ts'
import { toMarks } from './show-diagnostics.ts'

describe('checkCompose', () => {
  it('finds an unknown key at its place, by its path in the project', () => {
    const found = checkCompose({ 'compose.yaml': 'services:\n  web:\n    image: nginx\n    prots: []\n' })
    expect(found).toMatchObject([
      { severity: 'error', range: { file: 'compose.yaml', line: 4, column: 5, length: 5 } },
    ])
  })

  it('fills variables from the project folder', () => {
    const compose = 'services:\n  web:\n    image: nginx:' + '$' + '{TAG:?say which}\n'
    expect(checkCompose({ 'compose.yaml': compose })).toMatchObject([{ code: 'COMPOSE_VARIABLE_REQUIRED' }])
    expect(checkCompose({ 'compose.yaml': compose, '.env': 'TAG=1.28\n' })).toEqual([])
  })

  it('tells of an env file that is not there', () => {
    const compose = 'services:\n  web:\n    image: nginx\n    env_file: web.env\n'
    const found = checkCompose({ 'compose.yaml': compose })
    expect(found.map(({ message }) => message).join()).toContain('web.env')
    expect(found.map(({ message }) => message).join()).not.toContain('/project')
    expect(checkCompose({ 'compose.yaml': compose, 'web.env': 'A=1\n' })).toEqual([])
  })

  it('has nothing to say without a compose file', () => {
    expect(checkCompose({ 'readme.md': '' })).toEqual([])
  })
})

describe('toMarks', () => {
  const doc = Text.of(['services:', '  web: {}'])
  const at = (line: number, column: number, length: number) => ({
    code: 'X',
    severity: 'error' as const,
    message: 'Wrong.',
    fix: 'Mend it.',
    range: { file: 'compose.yaml', line, column, length },
  })

  it('marks the place', () => {
    expect(toMarks(doc, [at(2, 3, 3)])).toMatchObject([{ from: 12, to: 15, message: 'Wrong.\nMend it.' }])
  })

  it('stays inside a text that has become shorter', () => {
    expect(toMarks(doc, [at(99, 99, 99)])).toMatchObject([{ from: 19, to: 19 }])
  })

  it('puts a fault without a place at the beginning', () => {
    const { range: _range, ...whole } = at(1, 1, 1)
    expect(toMarks(doc, [whole])).toMatchObject([{ from: 0 }])
  })
})

it.each([
  [[], 'No problems'],
  [['error', 'error', 'warning'], '2 errors, 1 warning'],
  [['info'], '1 notice'],
] as const)('counts %j as "%s"', (severities, words) => {
  expect(countProblems(severities.map((severity) => ({ severity })))).toBe(words)
})
