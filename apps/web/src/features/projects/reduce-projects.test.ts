import type { ProjectSummary } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../api/feed.ts'
import { filterProjects, reduceProjects } from './reduce-projects.ts'

const summary = (name: string, rest: Partial<ProjectSummary> = {}): ProjectSummary => ({
  name,
  state: 'running',
  stateReason: '',
  runningServices: 1,
  totalServices: 1,
  ports: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  activeOperation: null,
  ...rest,
})
const changed = (payload: ProjectSummary): FeedEvent => ({
  op: 'event',
  topic: 'projects',
  seq: 2,
  name: 'project.changed',
  payload,
})
const names = (list: readonly ProjectSummary[]) => list.map(({ name }) => name)

describe('reduceProjects', () => {
  const list = { projects: [summary('blog'), summary('shop')], seq: 1 }

  it('replaces a project in its place', () => {
    const { projects } = reduceProjects(list, changed(summary('blog', { state: 'degraded' })))
    expect(projects.map(({ name, state }) => `${name} ${state}`)).toEqual(['blog degraded', 'shop running'])
  })

  it('puts a new project where its name belongs', () => {
    expect(names(reduceProjects(list, changed(summary('crm'))).projects)).toEqual(['blog', 'crm', 'shop'])
  })

  it('drops a deleted project', () => {
    const event: FeedEvent = {
      op: 'event',
      topic: 'projects',
      seq: 2,
      name: 'project.deleted',
      payload: { name: 'blog' },
    }
    expect(names(reduceProjects(list, event).projects)).toEqual(['shop'])
  })
})

it.each([
  ['a name', 'SHO', ['shop']],
  ['a state', 'degraded', ['blog']],
  ['a port', '8080', ['shop']],
  ['several words', 'sh 8080', ['shop']],
  ['nothing', '', ['blog', 'shop']],
])('filters by %s', (_what, text, found) => {
  const list = [summary('blog', { state: 'degraded' }), summary('shop', { ports: [8080] })]
  expect(names(filterProjects(list, text))).toEqual(found)
})
