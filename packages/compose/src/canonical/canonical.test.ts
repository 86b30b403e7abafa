import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { canonicalize } from './canonical.ts'

describe('canonicalize', () => {
  it('expands every short form of a service and leaves the rest alone', () => {
    const { document, place, reported } = phaseTest(`
services:
  web:
    image: x
    build: ./app
    command: run it
    depends_on: [db]
    env_file: a.env
    environment: [A=1, B]
    expose: [80]
    extra_hosts: [h:1.1.1.1]
    healthcheck: {test: curl x}
    labels: [a, b=2]
    networks: [front]
    tmpfs: /run
    x-any: [1]
`)
    expect(dataOf(canonicalize(document, place))).toEqual({
      services: {
        web: {
          image: 'x',
          build: { context: './app' },
          command: ['run', 'it'],
          depends_on: { db: { condition: 'service_started', required: true } },
          env_file: [{ path: 'a.env', required: true }],
          environment: { A: '1', B: null },
          expose: ['80'],
          extra_hosts: ['h=1.1.1.1'],
          healthcheck: { test: ['CMD-SHELL', 'curl x'] },
          labels: { a: '', b: '2' },
          networks: { front: null },
          tmpfs: ['/run'],
          'x-any': [1],
        },
      },
    })
    expect(reported()).toEqual([])
  })

  it('leaves long forms as they are', () => {
    const yaml =
      '{services: {web: {build: {context: a}, environment: {A: b}, networks: {n: {aliases: [c]}}}}}'
    const { document, place } = phaseTest(yaml)
    expect(dataOf(canonicalize(document, place))).toEqual(dataOf(document))
  })
})
