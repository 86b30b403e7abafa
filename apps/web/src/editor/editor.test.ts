import { currentCompletions, startCompletion } from '@codemirror/autocomplete'
import { EditorState, Text } from '@codemirror/state'
import { EditorView, runScopeHandlers } from '@codemirror/view'
import { describe, expect, it, vi } from 'vitest'
import { changeBetween } from './change-between.ts'
import { type CheckedDiagnostic, checkCompose } from './check-compose.ts'
import { composeLanguage } from './compose-language.ts'
import { countProblems } from './count-problems.ts'
import { hoverCard } from './hover-card.ts'
import { findAgain, mendFiles } from './mend-files.ts'
import { isComposeText } from './project-files.ts'
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

  it('brings the changes that mend what it has found, by paths in the project', () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\n    prots: []\n' }
    const [found] = checkCompose(files)
    const [fix] = found?.fixes ?? []
    expect(fix?.title).toBe('Change to `ports`')
    expect(fix && mendFiles(fix, files)).toEqual({
      'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: []\n',
    })
  })

  it('finds a fix again by its name, the nearest to where it was', () => {
    const quoteAt = (start: number) => ({
      title: 'Put it in quotes',
      edits: [{ file: 'a.yaml', start, end: start + 1, text: '"1"' }],
    })
    const now = [{ fixes: [quoteAt(3)] }, { fixes: [quoteAt(25), { title: 'Other', edits: [] }] }]
    expect(findAgain(quoteAt(20), now)).toEqual(quoteAt(25))
    expect(findAgain({ title: 'Gone', edits: [] }, now)).toBeUndefined()
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
    fixes: [],
    range: { file: 'compose.yaml', line, column, length },
  })
  const marks = (...diagnostics: readonly CheckedDiagnostic[]) =>
    toMarks(doc, { diagnostics, onFix: () => {} })

  it('marks the place', () => {
    expect(marks(at(2, 3, 3))).toMatchObject([{ from: 12, to: 15, message: 'Wrong.\nMend it.' }])
  })

  it('leaves the advice out where a fix follows it', () => {
    const fixed = { ...at(2, 3, 3), fixes: [{ title: 'Mend', edits: [] }] }
    expect(marks(fixed)).toMatchObject([{ message: 'Wrong.' }])
  })

  it('stays inside a text that has become shorter', () => {
    expect(marks(at(99, 99, 99))).toMatchObject([{ from: 19, to: 19 }])
  })

  it('offers the fixes of a fault, and tells which was chosen', () => {
    const fix = { title: 'Change to `web`', edits: [] }
    const chosen: unknown[] = []
    const [mark] = toMarks(doc, {
      diagnostics: [{ ...at(1, 1, 1), fixes: [fix] }],
      onFix: (each) => chosen.push(each),
    })
    const view = new EditorView()
    expect(mark?.actions?.map(({ name }) => name)).toEqual(['Change to web'])
    mark?.actions?.[0]?.apply(view, 0, 0)
    expect(chosen).toEqual([fix])
  })

  it('puts a fault without a place at the beginning', () => {
    const { range: _range, ...whole } = at(1, 1, 1)
    expect(marks(whole)).toMatchObject([{ from: 0 }])
  })
})

it.each([
  [[], 'No problems'],
  [['error', 'error', 'warning'], '2 errors, 1 warning'],
  [['info'], '1 notice'],
] as const)('counts %j as "%s"', (severities, words) => {
  expect(countProblems(severities.map((severity) => ({ severity })))).toBe(words)
})

describe('composeLanguage', () => {
  const files = {
    'compose.yaml':
      'include: [more.yaml]\nservices:\n  web:\n    image: nginx:$' + '{TAG}\n    depends_on: [db]\n    ',
    'more.yaml': 'services:\n  db:\n    image: redis\n',
    '.env': 'TAG=1\n',
  }
  const edit = (cursor: number) => {
    const opened: unknown[] = []
    const open = (...place: unknown[]) => opened.push(place)
    const extensions = composeLanguage({ path: 'compose.yaml', files: () => files, open })
    const doc = files['compose.yaml']
    const state = EditorState.create({ doc, extensions, selection: { anchor: cursor } })
    return { view: new EditorView({ state, parent: document.body }), opened }
  }
  const press = (view: EditorView, key: string) =>
    runScopeHandlers(view, new KeyboardEvent('keydown', { key }), 'editor')

  it('offers what can be written, in the order of the service', async () => {
    const { view } = edit(files['compose.yaml'].length)
    startCompletion(view)
    await vi.waitFor(() => expect(currentCompletions(view.state).length).toBeGreaterThan(0))
    const labels = currentCompletions(view.state).map(({ label }) => label)
    expect(labels.slice(0, 2)).toEqual(['build', 'ports'])
    view.destroy()
  })

  it.each([
    ['TAG', ['.env', 1, 1]],
    ['db', ['more.yaml', 2, 3]],
  ])('goes to the definition of %s in another file with F12', (name, place) => {
    const { view, opened } = edit(files['compose.yaml'].indexOf(name))
    expect(press(view, 'F12')).toBe(true)
    expect(opened).toEqual([place])
    view.destroy()
  })
})

it('draws a hover card as text, with code in backquotes', () => {
  const facts = [{ name: 'Default', value: '<b>no</b>' }]
  const card = hoverCard({
    start: 0,
    end: 1,
    title: 'init',
    words: 'Runs `tini`.',
    facts,
    link: 'https://x.y/',
  })
  expect(card.querySelector('p')?.innerHTML).toBe('Runs <code>tini</code>.')
  expect(card.querySelector('dd')?.textContent).toBe('<b>no</b>')
  expect(card.querySelector('a')?.getAttribute('href')).toBe('https://x.y/')
})

it.each([
  ['abc', 'abXc', { from: 2, to: 2, insert: 'X' }],
  ['aa', 'a', { from: 1, to: 2, insert: '' }],
  ['abc', 'xyz', { from: 0, to: 3, insert: 'xyz' }],
  ['', 'a', { from: 0, to: 0, insert: 'a' }],
])('changes %j to %j and no more', (before, after, change) => {
  expect(changeBetween(before, after)).toEqual(change)
})

it.each([
  ['compose.yaml', '', true],
  ['deploy/docker-compose.prod.yml', '', true],
  ['stack.yaml', 'services:\n', true],
  ['prometheus.yml', 'global:\n', false],
  ['.env', 'services:\n', false],
])('takes %s with %j for a compose file: %s', (path, text, is) => {
  expect(isComposeText(path, text)).toBe(is)
})
