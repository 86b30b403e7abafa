import { describe, expect, it } from 'vitest'
import type { Project, Service } from '../project.ts'
import { printJson } from './json-text.ts'
import { dumpProject, formatProject } from './project.ts'
import { networkToJson, volumeToJson } from './resources.ts'
import { serviceToJson } from './service.ts'

const service: Service = {
  name: 'web',
  image: 'x$y',
  tty: false,
  scale: 0,
  init: false,
  environment: { A: null },
  networks: { n: null },
  stop_grace_period: 90e9,
  volumes: [{ type: 'tmpfs', target: '/t', tmpfs: { size: 1024, mode: 0 } }],
  ports: [{ target: 80, protocol: 'tcp', extensions: { 'x-p': 1 } }],
  extensions: { 'x-s': 1 },
}

const project: Project = {
  name: 'shop',
  workingDir: '/app',
  configFiles: [],
  envFiles: [],
  services: { web: service },
  disabledServices: {},
  networks: { n: { name: 'shop_n' } },
  volumes: {},
  configs: {},
  secrets: {},
  models: {},
  extensions: { 'a-first': 1, 'x-big': 12345678901234567890n },
}

describe('serviceToJson', () => {
  it('has the keys of the reference in its order, commands always and false only where it was said', () => {
    expect(Object.entries(serviceToJson(service))).toEqual([
      ['command', null],
      ['entrypoint', null],
      ['environment', { A: null }],
      ['image', 'x$y'],
      ['init', false],
      ['networks', { n: null }],
      ['ports', [{ target: 80, protocol: 'tcp' }]],
      ['scale', 0],
      ['stop_grace_period', '1m30s'],
      ['volumes', [{ type: 'tmpfs', target: '/t', tmpfs: { size: '1024' } }]],
    ])
  })

  it('tells an empty command from none', () => {
    expect(serviceToJson({ name: 'a', command: [] })).toEqual({ command: [], entrypoint: null })
  })
})

describe('networkToJson and volumeToJson', () => {
  it('always have the address settings of a network', () => {
    expect(networkToJson({ name: 'n', enable_ipv6: false })).toEqual({
      name: 'n',
      ipam: {},
      enable_ipv6: false,
    })
  })

  it('leave out what is not said of a volume', () => {
    expect(volumeToJson({ name: 'v', labels: {}, extensions: { 'x-a': 1 } })).toEqual({ name: 'v' })
  })
})

describe('formatProject', () => {
  it('doubles dollar signs in the text, and only there', () => {
    expect(formatProject(project, 'json')).toContain('"image": "x$$y"')
    expect(JSON.stringify(dumpProject({ ...project, extensions: {} }))).toContain('"x$y"')
  })

  it('sorts the top of the JSON text', () => {
    const keys = [...formatProject(project, 'json').matchAll(/^ {2}"([^"]+)"/gm)].map(([, key]) => key)
    expect(keys).toEqual(['a-first', 'name', 'networks', 'services', 'x-big'])
  })

  it('keeps extensions at every level of the YAML text', () => {
    expect(formatProject(project, 'yaml')).toContain('        x-p: 1\n')
    expect(formatProject(project, 'yaml')).toContain('    x-s: 1\n')
  })
})

describe('printJson', () => {
  it('escapes as Go does', () => {
    expect(printJson({ a: '<&>\u2028"é' })).toBe('{\n  "a": "\\u003c\\u0026\\u003e\\u2028\\"é"\n}')
  })

  it('writes numbers beyond 2^53 in full', () => {
    expect(printJson({ a: 12345678901234567890n })).toBe('{\n  "a": 12345678901234567890\n}')
  })
})
