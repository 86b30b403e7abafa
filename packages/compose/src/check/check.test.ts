import { describe, expect, it } from 'vitest'
import { phaseTest } from '../testing/phase.ts'
import { checkContainerNames } from './container-names.ts'
import { checkCycles } from './cycles.ts'
import { checkMounts } from './mounts.ts'
import { checkResources } from './resources.ts'
import { checkServices } from './services.ts'

/** Every check, on a model whose services are all active but `off`. */
function check(yaml: string) {
  const { document, place, messages } = phaseTest(yaml)
  const isActive = (name: string) => name !== 'off'
  checkResources(document, place)
  checkServices(document, isActive, place)
  checkMounts(document, isActive, place)
  checkContainerNames(document, isActive, place)
  checkCycles(document, isActive, place)
  return messages()
}

const services = (text: string) => check(`{services: {${text}}}`)
const needs = (name: string, more = '') => `{${name}: {condition: service_started${more}}}`

describe('the checks', () => {
  it('have nothing to say about a sound model', () => {
    const yaml = `{services: {
      a: {image: x, networks: {n: }, volumes: [{type: volume, source: v, target: /v}], depends_on: ${needs('b')}},
      b: {build: {context: .}, container_name: bb, scale: 1}}, networks: {n: }, volumes: {v: }}`
    expect(check(yaml)).toEqual([])
  })

  it('say nothing about services that are switched off', () => {
    expect(services('off: {networks: {nope: }}')).toEqual([])
  })

  it.each([
    ['no image', 'a: {}', 'The service "a" has neither an image nor a build section.'],
    [
      'two Dockerfiles',
      'a: {build: {dockerfile: x, dockerfile_inline: y}}',
      'The service "a" has both dockerfile and dockerfile_inline.',
    ],
    ['two kinds of network', 'a: {image: x, network_mode: host, networks: {}}', undefined],
    [
      'an undefined network',
      'a: {image: x, networks: {n: }}',
      'The service "a" uses the network "n", which is not declared.',
    ],
    [
      'an undefined volume',
      'a: {image: x, volumes: [{type: volume, source: v, target: /v}]}',
      'The service "a" mounts the volume "v", which is not declared.',
    ],
    [
      'a bind mount without a source',
      'a: {image: x, volumes: [{type: bind, target: /v}]}',
      'A bind mount of the service "a" has no source.',
    ],
    [
      'an undefined service',
      `a: {image: x, depends_on: ${needs('b')}}`,
      'The service "a" depends on "b", which does not exist.',
    ],
    [
      'an optional but undefined service',
      `a: {image: x, depends_on: ${needs('b', ', required: false')}}`,
      'The service "a" depends on "b", which does not exist.',
    ],
    [
      'a service that is off',
      `a: {image: x, depends_on: ${needs('off')}}, off: {}`,
      'The service "a" depends on "off", which is switched off by its profiles.',
    ],
    [
      'an optional service that is off',
      `a: {image: x, depends_on: ${needs('off', ', required: false')}}, off: {}`,
      undefined,
    ],
    [
      'a scaled name',
      'a: {image: x, container_name: aa, scale: 2}',
      'The service "a" has a container_name, so it cannot have 2 replicas.',
    ],
    [
      'a name twice',
      'a: {image: x, container_name: name}, b: {image: x, container_name: name}',
      'The container name "name" of the service "b" is already used by "a".',
    ],
    [
      'a target twice',
      'a: {image: x, tmpfs: ["/t:size=1m"], volumes: [{type: volume, target: /t}]}',
      'The service "a" already has a mount at /t, from line 1.',
    ],
    [
      'a relative target',
      'a: {image: x, volumes: [{type: volume, target: t}]}',
      'The service "a" has a mount at "t", but the target must be an absolute path.',
    ],
    [
      'a circle',
      `a: {image: x, depends_on: ${needs('b')}}, b: {image: x, depends_on: ${needs('a')}}`,
      'Dependency cycle: a -> b -> a.',
    ],
    [
      'a service that waits for itself',
      `a: {image: x, depends_on: ${needs('a')}}`,
      'Dependency cycle: a -> a.',
    ],
    [
      'services that are built from each other',
      `a: {build: {context: ., additional_contexts: {x: "service:b"}}}, b: {build: {context: ., additional_contexts: {y: "service:a"}}}`,
      'Services are built from each other in a circle: a -> b -> a.',
    ],
    [
      'a service that is built from itself, by way of another',
      `a: {build: {context: ., additional_contexts: {x: "service:b"}}}, b: {build: {context: ., additional_contexts: {x: "service:b"}}}`,
      'Services are built from each other in a circle: b -> b.',
    ],
  ])('know %s', (_what, text, message) => {
    expect(services(text)).toEqual(message === undefined ? [] : [message])
  })

  it('know a network_mode beside networks', () => {
    expect(
      check('{services: {a: {image: x, network_mode: host, networks: {n: }}}, networks: {n: }}'),
    ).toEqual(['The service "a" has both network_mode and networks.'])
  })

  it('suggest the name that was meant', () => {
    expect(check('{services: {a: {image: x, networks: {fornt: }}}, networks: {front: }}')).toEqual([
      'The service "a" uses the network "fornt", which is not declared. Did you mean "front"?',
    ])
  })

  it('know an external volume that says how it is made', () => {
    expect(check('{volumes: {v: {external: true, name: n, driver: d, x-a: 1}}}')).toEqual([
      'The volume "v" is external, so `driver` has no effect on it.',
    ])
  })

  it('follow a long chain of services', () => {
    const line = (index: number) => `  s${index}: {image: x, depends_on: ${needs(`s${index + 1}`)}}`
    const chain = Array.from({ length: 1500 }, (_, index) => line(index))
    expect(check(['services:', ...chain, '  s1500: {image: x}'].join('\n'))).toEqual([])
  })
})
