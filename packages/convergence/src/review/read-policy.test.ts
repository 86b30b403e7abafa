import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPolicy, strictPolicy } from './policy.ts'
import { PolicyError, readPolicy } from './read-policy.ts'

const faultsOf = (text: string): string[] => {
  try {
    readPolicy('policy.yaml', text)
  } catch (error) {
    if (error instanceof PolicyError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a policy file', () => {
  it('leaves every rule that it does not name as its base has it', () => {
    expect(readPolicy('p', 'rules: {privileged: refuse}')).toEqual({ ...openPolicy, privileged: 'denied' })
    expect(readPolicy('p', 'base: strict')).toEqual(strictPolicy)
  })

  it('has lists, ranges and limits', () => {
    const text = `
rules:
  capabilities: {allowed: [cap_net_admin, CHOWN], others: warn}
  binds: {allowed: [/srv/data]}
  ports: {allowed: [80, 8000-8999], others: allow}
  images: {allowed: ["ghcr.io/acme/*"]}
  imagePins: {required: tag, missing: warn}
  requiredLimits: {limits: [memory, pids]}
  protectedPaths: [/var/run/docker.sock]
`
    expect(readPolicy('p', text)).toEqual({
      ...openPolicy,
      capabilities: { allowed: ['NET_ADMIN', 'CHOWN'], others: 'needs-confirmation' },
      binds: { allowed: ['/srv/data'], others: 'denied' },
      ports: {
        allowed: [
          { first: 80, last: 80 },
          { first: 8000, last: 8999 },
        ],
        others: 'allowed',
      },
      images: { allowed: ['ghcr.io/acme/*'], others: 'denied' },
      imagePins: { required: 'tag', missing: 'needs-confirmation' },
      requiredLimits: { limits: ['memory', 'pids'], missing: 'denied' },
      protectedPaths: ['/var/run/docker.sock'],
    })
  })

  it('is JSON, too', () => {
    expect(readPolicy('p', '{"rules": {"gpus": "warn"}}').gpus).toBe('needs-confirmation')
  })

  it.each([
    ['rules: {privileged: never}', 'policy.yaml:1:21: rules.privileged has to be allow, warn or refuse'],
    ['rules: {binds: [/srv]}', 'policy.yaml:1:16: rules.binds has to be a mapping of allowed and others'],
    ['rules: {binds: {allowed: [srv]}}', 'policy.yaml:1:16: rules.binds srv has to be an absolute path'],
    [
      'rules: {ports: {allowed: [70000]}}',
      'policy.yaml:1:16: rules.ports 70000 has to be a port, or a range such as 8000-8999',
    ],
    [
      'rules: {ports: {allowed: [9-8]}}',
      'policy.yaml:1:16: rules.ports 9-8 has to be a port, or a range such as 8000-8999',
    ],
    [
      'rules: {requiredLimits: {limits: [disk]}}',
      'policy.yaml:1:25: rules.requiredLimits disk has to be one of memory, cpus, pids',
    ],
    [
      'rules: {requiredLimits: {missing: allow}}',
      'policy.yaml:1:25: rules.requiredLimits has to be warn or refuse',
    ],
    [
      'rules: {imagePins: {missing: warn}}',
      'policy.yaml:1:20: rules.imagePins undefined has to be one of nothing, tag, digest',
    ],
    ['rules: {protectedPaths: /etc}', 'policy.yaml:1:25: rules.protectedPaths has to be a list'],
    ['rules: {volumeDrivers: {allowed: [1]}}', 'policy.yaml:1:24: rules.volumeDrivers has to be a text'],
    ['rules: {images: {allowed: [""]}}', 'policy.yaml:1:17: rules.images has to be a text'],
    ['rules: []', 'policy.yaml:1:8: rules has to be a mapping'],
    ['[]', 'policy.yaml:1:1: the file has to be a mapping'],
    ['base: lax', 'policy.yaml:1:7: base has to be open or strict'],
    ['extra: 1', 'policy.yaml:1:8: extra is not known; a policy has base and rules'],
  ])('is refused with the place of the fault: %s', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault])
  })

  it('is refused with the names of all rules where one is misspelt', () => {
    const [fault] = faultsOf('rules:\n  priviliged: refuse\n')
    expect(fault).toMatch(/^policy\.yaml:2:15: rules\.priviliged is not a rule; there are privileged, /)
  })

  it('is refused when it is not YAML, or empty', () => {
    expect(faultsOf('rules: [')[0]).toMatch(/^policy\.yaml:1: /)
    expect(faultsOf('')).toHaveLength(1)
  })

  it('tells all faults at once', () => {
    expect(faultsOf('base: lax\nrules: {gpus: 1, privileged: 2}')).toHaveLength(3)
  })

  it('is as docs/policies.md shows it, with every rule there is', () => {
    const docs = readFileSync(path.join(import.meta.dirname, '../../../../docs/policies.md'), 'utf8')
    const examples = [...docs.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)
    expect(examples.length).toBeGreaterThan(1)
    for (const example of examples) expect(faultsOf(example)).toEqual([])
    const missing = Object.keys(strictPolicy).filter((rule) => !docs.includes(`| \`${rule}\` |`))
    expect(missing).toEqual([])
  })
})
