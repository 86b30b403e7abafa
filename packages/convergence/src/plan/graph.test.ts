import { describe, expect, it } from 'vitest'
import { createGraph } from './graph.ts'

const volume = (id: string) =>
  ({ kind: 'create-volume', id, group: 'volume', cause: 'test', body: { Name: id, Labels: {} } }) as const

describe('createGraph', () => {
  it('sorts actions after what they wait for, and else keeps the order they were added in', () => {
    const graph = createGraph()
    graph.add(volume('c'))
    graph.add(volume('b'))
    graph.add(volume('a'))
    graph.link('c', ['a'])
    expect(graph.finish().map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  })

  it('leaves out what an action waits for through another', () => {
    const graph = createGraph()
    graph.add(volume('a'))
    graph.add(volume('b'), ['a'])
    graph.add(volume('c'), ['a', 'b'])
    expect(graph.finish().at(-1)).toMatchObject({ id: 'c', after: ['b'] })
  })

  it('keeps apart what has to succeed and what only has to end', () => {
    const graph = createGraph()
    graph.add(volume('a'))
    graph.add(volume('b'))
    graph.linkEnd('b', ['a'])
    expect(graph.finish().at(-1)).toMatchObject({ id: 'b', after: [], afterEnd: ['a'] })
  })

  it('sorts an action after what only has to end, and never lets one wait for itself', () => {
    const graph = createGraph()
    graph.add(volume('b'))
    graph.add(volume('a'))
    graph.link('b', ['b'])
    graph.linkEnd('b', ['a', 'b'])
    expect(graph.finish()).toMatchObject([{ id: 'a' }, { id: 'b', after: [], afterEnd: ['a'] }])
  })

  it('refuses to link what is not in it', () => {
    expect(() => createGraph().link('a', ['b'])).toThrow('no action a')
  })

  it('refuses an id that is used twice, and a cycle', () => {
    const graph = createGraph()
    graph.add(volume('a'))
    expect(() => graph.add(volume('a'))).toThrow('two actions a')
    graph.add(volume('b'), ['a'])
    graph.link('a', ['b'])
    expect(() => graph.finish()).toThrow('cycle: a, b')
  })
})
