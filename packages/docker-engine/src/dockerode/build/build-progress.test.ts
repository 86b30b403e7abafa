import { describe, expect, it } from 'vitest'
import { followBuild } from './build-progress.ts'
import type { BuildStatus, Vertex } from './rpc/control-messages.ts'

const step = (rest: Partial<Vertex>): Vertex => ({
  digest: 'd1',
  name: 'RUN make',
  cached: false,
  started: { seconds: 100, nanos: 0 },
  completed: null,
  error: '',
  ...rest,
})
const status = (rest: Partial<BuildStatus>): BuildStatus => ({
  vertexes: [],
  logs: [],
  warnings: [],
  ...rest,
})
const output = (text: string) => status({ logs: [{ vertex: 'd1', msg: Buffer.from(text) }] })
const completed = { seconds: 101, nanos: 500_000_000 }

describe('followBuild', () => {
  it('tells each state of a step once, with how long it took', () => {
    const progress = followBuild()
    const waiting = status({ vertexes: [step({ started: null })] })
    expect(progress.add(waiting)).toEqual([])
    expect(progress.add(status({ vertexes: [step({})] }))).toMatchObject([{ state: 'running' }])
    expect(progress.add(status({ vertexes: [step({})] }))).toEqual([])
    expect(progress.add(status({ vertexes: [step({ completed })] }))).toEqual([
      { kind: 'step', id: 'd1', name: 'RUN make', state: 'done', durationMs: 1500 },
    ])
  })

  it('tells a cached step when it is complete, though it was known to be cached before', () => {
    const progress = followBuild()
    const cached = step({ cached: true })
    expect(progress.add(status({ vertexes: [cached] }))).toMatchObject([{ state: 'running' }])
    expect(progress.add(status({ vertexes: [{ ...cached, completed }] }))).toMatchObject([
      { state: 'cached', durationMs: 1500 },
    ])
  })

  it('gives output by whole lines, and what is left when the step ends', () => {
    const progress = followBuild()
    const texts = (message: BuildStatus) =>
      progress.add(message).map((event) => (event.kind === 'output' ? event.text : event.kind))
    expect(texts(output('one\r\ntw'))).toEqual(['one'])
    expect(texts(output('o\nthree'))).toEqual(['two'])
    expect(texts(status({ vertexes: [step({ completed })] }))).toEqual(['three', 'step'])
  })

  it('remembers the step that failed and the end of its output', () => {
    const progress = followBuild()
    for (let line = 1; line <= 50; line += 1) progress.add(output(`line ${line}\n`))
    const cancelled = step({ digest: 'd0', name: 'other', completed, error: 'context canceled' })
    progress.add(status({ vertexes: [cancelled, step({ completed, error: 'exit code: 2' })] }))
    const failed = progress.failedStep()
    expect(failed?.name).toBe('RUN make')
    expect(failed?.output.split('\n')).toHaveLength(30)
    expect(failed?.output).toMatch(/^line 21\n(.*\n)*line 50$/)
  })
})
