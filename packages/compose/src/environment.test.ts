import { describe, expect, it } from 'vitest'
import { createFindings } from './context.ts'
import { type EnvironmentRequest, readProjectEnvironment } from './environment.ts'

const request: EnvironmentRequest = {
  workingDir: '/app',
  sources: new Map([
    ['/app/.env', 'A=file\nB=${A}\n'],
    ['/app/one', 'A=one\nX=1\n'],
    ['/app/two', 'A=two\nY=${X}\n'],
  ]),
  absent: new Set(),
  environment: {},
  envFiles: undefined,
}

const read = (changes: Partial<EnvironmentRequest>) =>
  readProjectEnvironment({ ...request, ...changes }, createFindings())

describe('readProjectEnvironment', () => {
  it('adds the default .env', () => {
    expect(read({}).values).toEqual({ A: 'file', B: 'file' })
  })

  it('lets the environment win, also inside the file', () => {
    expect(read({ environment: { A: 'shell' } }).values).toEqual({ A: 'shell', B: 'shell' })
  })

  it('reads explicit files instead, the later ones over the earlier', () => {
    expect(read({ envFiles: ['/app/one', '/app/two'] }).values).toEqual({ A: 'two', X: '1', Y: '1' })
  })

  it('reads nothing when the list of files is empty', () => {
    expect(read({ envFiles: [] })).toMatchObject({ values: {}, missing: [] })
  })

  it('lets the .env of another folder win, also inside the own one', () => {
    const { values, origins } = read({ firstEnvFile: '/app/one' })
    expect(values).toEqual({ A: 'one', X: '1', B: 'one' })
    expect(origins.get('A')).toMatchObject({ source: { file: '/app/one' }, start: 2, end: 5 })
  })

  it('tells where variables are set and consulted', () => {
    const { origins, uses } = read({ environment: { A: 'shell' } })
    expect([...origins.keys()]).toEqual(['A', 'B'])
    expect(uses).toEqual([
      { name: 'A', isRequired: false, range: { file: '/app/.env', line: 2, column: 3, length: 2 } },
    ])
  })

  it('asks for what it was not given', () => {
    expect(read({ sources: new Map() }).missing).toEqual(['/app/.env'])
  })

  it('does without a default .env that is not there, but not without a named file', () => {
    const findings = createFindings()
    readProjectEnvironment({ ...request, sources: new Map(), absent: new Set(['/app/.env']) }, findings)
    expect(findings.sorted([])).toEqual([])
    readProjectEnvironment({ ...request, envFiles: ['/nope'], absent: new Set(['/nope']) }, findings)
    expect(findings.sorted([])).toMatchObject([{ code: 'COMPOSE_ENV_FILE_NOT_FOUND' }])
  })
})
