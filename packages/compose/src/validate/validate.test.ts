import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { composeFile } from './attributes.ts'
import type { Shape } from './shape.ts'
import { validate } from './validate.ts'

function check(yaml: string, shape: Shape = composeFile) {
  const { node, place, reported, messages } = phaseTest(yaml)
  const data = dataOf(validate(node, shape, place))
  return { data, reported: reported(), messages: messages() }
}

const service = (attributes: string) => check(`services: {web: {${attributes}}}`)

describe('validate', () => {
  it('lets a well-formed file through as it is', () => {
    const yaml = '{name: a, services: {web: {image: x, x-own: [1]}}, networks: {n: }, x-top: {a: 1}}'
    expect(check(yaml)).toEqual({ data: dataOf(phaseTest(yaml).node), reported: [], messages: [] })
  })

  it.each([
    ['imagee: x', '`imagee` is not an attribute of service web. Did you mean `image`?'],
    ['zzzzzz: x', '`zzzzzz` is not an attribute of service web.'],
    ['depends-on: [a]', '`depends-on` is not an attribute of service web. Did you mean `depends_on`?'],
    ['build: {contxt: .}', '`contxt` is not an attribute of services.web.build. Did you mean `context`?'],
    ['image: 5', '`services.web.image` must be a string, not a whole number.'],
    ['ports: 80', '`services.web.ports` must be a list, not a whole number.'],
    ['init: 1', '`services.web.init` must be true or false, not a whole number.'],
    ['init: maybe', '`services.web.init` must be true or false, not "maybe".'],
    ['scale: 1.5', '`services.web.scale` must be a whole number, not a number.'],
    ['scale: -1', '`services.web.scale` must be zero or more, not `-1`.'],
    ['environment: [[a]]', '`services.web.environment[0]` must be a string, not a list.'],
    ['environment: [null]', '`services.web.environment[0]` must be a string, not empty.'],
    ['depends_on: [a, a]', '`services.web.depends_on` lists `a` twice.'],
    [
      'stop_grace_period: "10"',
      '`services.web.stop_grace_period` must be a duration with units, such as 30s or 1m30s, not `10`.',
    ],
  ])('says what is wrong with %s', (attributes, message) => {
    expect(service(attributes).messages).toEqual([message])
  })

  it.each([
    ['services: {web: {environment: [A: 1]}}', 'Write "A=1", or leave the dashes away.'],
    ['services: {web: {healthcheck: {interval: 30}}}', 'Write it with its unit: 30s.'],
    ['services: {web: {deploy: {limits: {}}}}', 'Write it below `resources:`.'],
    ['services: {web: {dockerfile: x}}', 'Write it below `build:`.'],
    ['services: [{web: {image: x}}]', 'Leave the dashes away, as names are keys here.'],
    ['web: {image: x}', 'Indent it, below `services:`.'],
    ['web: {driver: x}', 'Correct or remove it, or start it with x- to keep it as an extension.'],
  ])('says what mends %s', (yaml, fix) => {
    const { node, place } = phaseTest(`{${yaml}}`)
    validate(node, composeFile, place)
    expect(place.findings.sorted([])).toMatchObject([{ fix }])
  })

  it('leaves out what it reported, so that the rest can be checked', () => {
    expect(service('imagee: x, image: y, ports: [[1], "80"]')).toEqual({
      data: { services: { web: { image: 'y', ports: ['80'] } } },
      reported: ['COMPOSE_UNKNOWN_KEY 1:18', 'COMPOSE_WRONG_TYPE 1:47'],
      messages: expect.any(Array),
    })
  })

  it('casts texts, as variables yield nothing else', () => {
    expect(service('scale: "3", init: "true", tty: "False"').data).toEqual({
      services: { web: { scale: 3, init: true, tty: false } },
    })
  })

  it('reads words such as yes, with a warning', () => {
    expect(service('init: "yes", tty: off')).toMatchObject({
      data: { services: { web: { init: true, tty: false } } },
      reported: ['COMPOSE_BOOLEAN_WORD 1:24', 'COMPOSE_BOOLEAN_WORD 1:36'],
    })
  })

  it('reads unquoted dates as text, with a warning, but not in x-* values, where they stay dates', () => {
    expect(service('hostname: 2020-01-02, x-day: 2020-01-02')).toMatchObject({
      data: { services: { web: { hostname: '2020-01-02', 'x-day': Object('2020-01-02T00:00:00Z') } } },
      reported: ['COMPOSE_DATE_AS_TEXT 1:28'],
    })
  })

  it('lets unknown keys of a request for GPUs pass, with a warning, as the reference does', () => {
    expect(service('gpus: [{counts: 1}]')).toMatchObject({
      data: { services: { web: { gpus: [{ counts: 1 }] } } },
      messages: ['`counts` is not an attribute of services.web.gpus[0]. Did you mean `count`?'],
    })
  })

  it('leaves empty values to be judged after merging', () => {
    expect(service('image: , environment: , networks: ').reported).toEqual([])
  })

  it('refuses names that the specification does not allow', () => {
    expect(check('{services: {"a b": {}}, volumes: {"ü": }, networks: {a.b_c-1: }}').reported).toEqual([
      'COMPOSE_INVALID_NAME 1:13',
      'COMPOSE_INVALID_NAME 1:35',
    ])
  })

  it('refuses a file that is no mapping', () => {
    expect(check('[a]')).toMatchObject({ data: undefined, reported: ['COMPOSE_WRONG_TYPE 1:1'] })
  })
})
