import { describe, expect, it } from 'vitest'
import { commandGroups } from './commands.ts'
import { matchKey, shortcuts } from './shortcuts.ts'

describe('matchKey', () => {
  it('finds a shortcut of one key', () => {
    expect(matchKey([], '?')).toMatchObject({ label: 'This help' })
  })

  it('waits for the second key of a sequence', () => {
    expect(matchKey([], 'g')).toBe('more')
    expect(matchKey(['g'], 'p')).toMatchObject({ label: 'Go to projects' })
  })

  it('knows nothing of other keys', () => {
    expect(matchKey([], 'z')).toBeUndefined()
    expect(matchKey(['g'], 'z')).toBeUndefined()
  })

  it('never has one shortcut begin like another', () => {
    for (const { keys } of shortcuts) {
      for (let length = 1; length < keys.length; length += 1) {
        expect(shortcuts.some((each) => each.keys.join() === keys.slice(0, length).join())).toBe(false)
      }
    }
  })
})

it('offers the actions of the open project first', () => {
  const project = (name: string) => ({
    name,
    state: 'running' as const,
    stateReason: '',
    runningServices: 1,
    totalServices: 1,
    ports: [],
    createdAt: '',
    updatedAt: '',
    activeOperation: null,
  })
  const groups = commandGroups({
    projects: [project('blog'), project('shop')],
    here: 'shop',
    go: () => {},
    setTheme: () => {},
  })
  const labels = groups.find(({ id }) => id === 'actions')?.items.map(({ label }) => label)
  expect(labels?.slice(0, 3)).toEqual(['New project', 'Deploy shop', 'Logs of shop'])
})
