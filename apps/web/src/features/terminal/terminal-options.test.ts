import { describe, expect, it } from 'vitest'
import { checkVariables, toExecOptions, usualOptions } from './terminal-options.ts'

describe('the options of a terminal', () => {
  it('are not sent where the container decides', () => {
    expect(toExecOptions(usualOptions)).toEqual({})
  })

  it('are sent without what was only typed around them', () => {
    expect(
      toExecOptions({ user: ' 1000:1000 ', workingDir: '/data ', env: 'A=1\n\nB= two \n', isTty: false }),
    ).toEqual({ user: '1000:1000', workingDir: '/data', env: ['A=1', 'B= two '], tty: false })
  })

  it.each([
    ['', undefined],
    ['A=1\nB=', undefined],
    ['A=1\nno value', 'no value is not NAME=value.'],
    ['1A=1', '1A=1 is not NAME=value.'],
  ])('say what is wrong with the variables %j', (text, fault) => {
    expect(checkVariables(text)).toBe(fault)
  })
})
