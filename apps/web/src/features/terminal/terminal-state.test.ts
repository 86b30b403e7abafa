import { describe, expect, it } from 'vitest'
import { stateAfter, stateAfterClose } from './terminal-state.ts'

describe('a terminal that is over', () => {
  it('tells the exit code of its command', () => {
    expect(stateAfter({ op: 'exit', exitCode: 3 })).toEqual({ kind: 'ended', exitCode: 3 })
  })

  it('tells why its command did not run', () => {
    expect(stateAfter({ op: 'failed', code: 'X', message: 'no such file' })).toMatchObject({
      kind: 'failed',
      detail: 'no such file',
    })
  })

  it.each([
    [4408, 'Closed, as nobody used it'],
    [4401, 'Your session has ended'],
    [1011, 'The Engine went away'],
    [1006, 'The connection was lost'],
  ])('says what a close with %i means', (code, title) => {
    expect(stateAfterClose(code)).toMatchObject({ kind: 'failed', title })
  })
})
