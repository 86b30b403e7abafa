import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { selectByProfiles } from './profiles.ts'
import { selectResources } from './resources.ts'

describe('selectByProfiles', () => {
  const { document } = phaseTest(
    '{always: {}, none: {profiles: []}, a: {profiles: [x, y]}, b: {profiles: [z]}}',
  )

  it.each([
    [[], ['always', 'none']],
    [['y'], ['always', 'none', 'a']],
    [
      ['x', 'z'],
      ['always', 'none', 'a', 'b'],
    ],
    [['*'], ['always', 'none', 'a', 'b']],
  ])('with %j selects %j', (active, selected) => {
    expect([...selectByProfiles(document, active)]).toEqual(selected)
  })
})

describe('selectResources', () => {
  const yaml = `{services: {on: {networks: {n: }, volumes: [{type: volume, source: v}]},
      off: {networks: {m: }, volumes: [{type: volume, source: w}]}},
    networks: {n: , m: , nobody: }, volumes: {v: , w: , nowhere: }}`

  it('keeps what active services use, and mentions what nobody does', () => {
    const { document, place, messages } = phaseTest(yaml)
    const isActive = (name: string) => name === 'on'
    expect(dataOf(selectResources(document, { isActive, findings: place.findings }))).toMatchObject({
      networks: { n: null },
      volumes: { v: null },
    })
    expect(messages()).toEqual([
      'The network "nobody" is declared, but no service uses it.',
      'The volume "nowhere" is declared, but no service uses it.',
    ])
  })
})
