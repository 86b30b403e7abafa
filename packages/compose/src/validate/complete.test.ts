import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { composeFile } from './attributes.ts'
import { complete } from './complete.ts'

function check(yaml: string) {
  const { node, place, messages } = phaseTest(yaml)
  const data = dataOf(complete(node, composeFile, place))
  return { data, messages: messages() }
}

describe('complete', () => {
  it('accepts what may be empty', () => {
    const yaml =
      '{services: {a: {command: , entrypoint: , environment: {A: }, networks: {n: }}}, networks: {n: }, volumes: {v: }}'
    expect(check(yaml)).toEqual({ data: dataOf(phaseTest(yaml).node), messages: [] })
  })

  it('reports and drops what may not', () => {
    expect(check('{services: {a: {image: x, ports: , init: }, b: }}')).toEqual({
      data: { services: { a: { image: 'x' } } },
      messages: [
        '`services.a.ports` is empty; it must be a list.',
        '`services.a.init` is empty; it must be true or false.',
        '`services.b` is empty; it must be a mapping.',
      ],
    })
  })

  it('misses keys that a long form needs', () => {
    const { messages } = check(
      '{services: {a: {ports: [{published: 1}], depends_on: {b: {}}, volumes: [{type: bind}]}}}',
    )
    expect(messages).toEqual([
      '`services.a.ports[0]` needs `target`.',
      '`services.a.depends_on.b` needs `condition`.',
      '`services.a.volumes[0]` needs `target`.',
    ])
  })
})
