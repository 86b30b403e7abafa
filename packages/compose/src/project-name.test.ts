import { describe, expect, it } from 'vitest'
import { createFindings } from './context.ts'
import { chooseProjectName, findNameInFiles, normalizeProjectName } from './project-name.ts'
import { phaseTest } from './testing/phase.ts'

const file = findNameInFiles([[phaseTest('name: From File').node]], {})
const nothing = {
  explicit: undefined,
  environment: undefined,
  file: undefined,
  workingDir: '/srv/My App',
  normalize: true,
}

describe('chooseProjectName', () => {
  it.each([
    ['the flag', { ...nothing, explicit: 'flag', environment: 'env', file }, 'flag'],
    ['the environment', { ...nothing, environment: 'env', file }, 'env'],
    ['the file', { ...nothing, file }, 'fromfile'],
    ['the file, as it is written', { ...nothing, file, normalize: false }, 'From File'],
    ['the folder', nothing, 'myapp'],
    ['the folder when the others are empty', { ...nothing, explicit: '', environment: '' }, 'myapp'],
  ])('asks %s', (_source, sources, name) => {
    expect(chooseProjectName(sources, createFindings())).toBe(name)
  })

  it.each(['My', '-x', 'a b', 'é'])('refuses %s from outside, as it is not normalised', (explicit) => {
    const findings = createFindings()
    expect(chooseProjectName({ ...nothing, explicit }, findings)).toBeUndefined()
    expect(findings.sorted([])).toMatchObject([{ code: 'COMPOSE_PROJECT_NAME_INVALID' }])
  })

  it('refuses a folder name of which nothing is left', () => {
    expect(chooseProjectName({ ...nothing, workingDir: '/---' }, createFindings())).toBeUndefined()
  })
})

describe('normalizeProjectName', () => {
  it.each([
    ['My_Name.x', 'my_namex'],
    ['_x', 'x'],
    ['.hidden', 'hidden'],
    ['éà', ''],
  ])('turns %s into "%s"', (text, name) => {
    expect(normalizeProjectName(text)).toBe(name)
  })
})

describe('findNameInFiles', () => {
  it('takes the last name, with its variables filled in', () => {
    const files = ['name: a', 'name: "${STAGE:-dev}-b"', 'services: {}'].map((yaml) => [phaseTest(yaml).node])
    expect(findNameInFiles(files, { STAGE: 'test' })?.text).toBe('test-b')
  })
})
