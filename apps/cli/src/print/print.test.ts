import { formatPlan, type ObservedState, planDown } from '@berth/convergence'
import { describe, expect, it } from 'vitest'
import { fakeWorld } from '../testing/fake-world.ts'
import { asStopwatch, inWords } from './ago.ts'
import { paintPlan } from './paint-plan.ts'
import { formatPorts, publishersOf } from './ports.ts'
import { ansiStyle, plainStyle, styleFor } from './style.ts'
import { formatTable } from './table.ts'
import { cut, pad, widthOf } from './width.ts'

const second = 1000
const hour = 3600 * second
const day = 24 * hour

it.each([
  [400, 'Less than a second'],
  [1.9 * second, '1 second'],
  [59 * second, '59 seconds'],
  [90 * second, 'About a minute'],
  [59.9 * 60 * second, '59 minutes'],
  [hour, 'About an hour'],
  [1.6 * hour, '2 hours'],
  [47 * hour, '47 hours'],
  [13 * day, '13 days'],
  [20 * day, '2 weeks'],
  [100 * day, '3 months'],
  [1000 * day, '2 years'],
])('says of %d ms what docker says: %s', (durationMs, words) => {
  expect(inWords(durationMs)).toBe(words)
})

it.each([
  [0, '0.0s'],
  [12_340, '12.3s'],
  [125_000, '2m 05s'],
])('shows %d ms as %s on the stopwatch', (durationMs, text) => {
  expect(asStopwatch(durationMs)).toBe(text)
})

describe('formatPorts', () => {
  const tcp = { protocol: 'tcp' }
  const everywhere = (target: number, published: number) => [
    { ...tcp, hostIp: '0.0.0.0', target, published },
    { ...tcp, hostIp: '::', target, published },
  ]

  it.each([
    { ports: [], text: '' },
    { ports: [71, 90, 70].map((target) => ({ ...tcp, target })), text: '70-71/tcp, 90/tcp' },
    { ports: everywhere(80, 8080), text: '0.0.0.0:8080->80/tcp, [::]:8080->80/tcp' },
    {
      ports: [...everywhere(91, 91), ...everywhere(90, 90)],
      text: '0.0.0.0:90-91->90-91/tcp, [::]:90-91->90-91/tcp',
    },
    {
      ports: [{ ...tcp, target: 443 }, ...everywhere(80, 8080)],
      text: '443/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp',
    },
  ])('prints "$text"', ({ ports, text }) => {
    expect(formatPorts(ports)).toBe(text)
  })

  it('lists an unpublished port as published on 0 in JSON, as the reference does', () => {
    expect(publishersOf([{ ...tcp, target: 80 }])).toEqual([
      { URL: '', TargetPort: 80, PublishedPort: 0, Protocol: 'tcp' },
    ])
  })
})

describe('formatTable', () => {
  it('prints an empty table as the reference does', () => {
    expect(formatTable(['NAME', 'SERVICE', 'PORTS'], [])).toBe('NAME      SERVICE   PORTS\n')
  })

  it('makes a column as wide as its widest cell', () => {
    expect(formatTable(['NAME', 'PORTS'], [['shop-web-1', '80']])).toBe(
      'NAME         PORTS\nshop-web-1   80\n',
    )
  })
})

describe('widths', () => {
  it('counts what a terminal shows', () => {
    expect([widthOf('abc'), widthOf('日本'), widthOf('e\u0301'), widthOf('\u001b[31mred\u001b[39m')]).toEqual(
      [3, 4, 1, 3],
    )
  })

  it('cuts to the width, wide characters too, and pads up to it', () => {
    expect([cut('abcdef', 4), cut('日本語', 4), cut('abc', 3), cut('abc', 0), pad('ab', 4)]).toEqual([
      'abc…',
      '日…',
      'abc',
      '',
      'ab  ',
    ])
  })
})

describe('styleFor', () => {
  it.each([
    { isTerminal: true, env: {}, ansi: undefined, style: ansiStyle },
    { isTerminal: false, env: {}, ansi: undefined, style: plainStyle },
    { isTerminal: true, env: { NO_COLOR: '1' }, ansi: undefined, style: plainStyle },
    { isTerminal: true, env: { TERM: 'dumb' }, ansi: undefined, style: plainStyle },
    { isTerminal: true, env: { COMPOSE_ANSI: 'never' }, ansi: undefined, style: plainStyle },
    { isTerminal: false, env: { NO_COLOR: '1' }, ansi: 'always', style: ansiStyle },
    { isTerminal: true, env: {}, ansi: 'never', style: plainStyle },
  ])('with terminal $isTerminal, $env and --ansi $ansi', ({ isTerminal, env, ansi, style }) => {
    const world = fakeWorld({ isTerminal, env })
    expect(styleFor(world.out, world, ansi)).toBe(style)
  })
})

it('colours what a plan changes and what is lost', () => {
  const observed: ObservedState = {
    project: 'shop',
    at: 0,
    containers: [],
    networks: [],
    volumes: [{ name: 'shop_data', project: 'shop', key: 'data' }],
    images: {},
    api: '1.51',
    others: [],
    listeners: [],
  }
  const plan = planDown(observed, { volumes: true })
  expect(paintPlan(plan, plainStyle)).toBe(formatPlan(plan))
  const text = paintPlan(plan, ansiStyle)
  expect(text).toContain('\u001b[31m-\u001b[39m volume')
  expect(text).toContain('\u001b[31mdestroys volume shop_data\u001b[39m')
})
