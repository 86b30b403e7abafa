import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { projectFrom, stateLike } from '../testing/states.ts'
import { planUp } from './up.ts'

function planOf(attributes: string, { apiVersion = '1.45', top = '' } = {}) {
  const file = `name: shop\nservices: {a: {image: x, ${attributes}}, b: {image: x}}\n${top}`
  const desired = toDesiredState(projectFrom(file, { absent: new Set(['/project/nowhere.json']) }))
  const { notices, problems } = planUp(
    desired,
    stateLike(desired, { containers: [], around: { api: apiVersion } }),
  )
  return { notices, problems: problems.map(({ message }) => message) }
}

describe('a plan for an Engine that is too old', () => {
  it.each([
    ['annotations: {a: b}', 'notices', '1.43', '24.0'],
    ['devices: [vendor.example/class=one]', 'problems', '1.44', '25.0'],
    ['healthcheck: {test: x, start_period: 1s, start_interval: 1s}', 'problems', '1.44', '25.0'],
    [
      'networks: {front: {priority: 1}, back: {mac_address: "02:00:00:00:00:01"}}',
      'problems',
      '1.44',
      '25.0',
    ],
    ['networks: {front: {gw_priority: 1}}', 'notices', '1.48', '28.0'],
    ['networks: {front: {interface_name: e}}', 'problems', '1.49', '28.1'],
    ['networks: [six]', 'problems', '1.48', '28.0'],
    [
      'volumes: [{type: bind, source: /a, target: /b, bind: {propagation: shared, create_host_path: true}}]',
      'notices',
      '1.42',
      '23.0',
    ],
    [
      'volumes: [{type: bind, source: /a, target: /b, read_only: true, bind: {recursive: writable}}]',
      'problems',
      '1.44',
      '25.0',
    ],
    ['volumes: [{type: volume, source: data, target: /b, volume: {subpath: x}}]', 'problems', '1.45', '26.0'],
    ['volumes: [{type: image, source: x, target: /b}]', 'problems', '1.48', '28.0'],
  ] as const)('R52: has for %s: %s before API %s', (attributes, kind, api, docker) => {
    const top = 'networks: {front: , back: , six: {enable_ipv4: false}}\nvolumes: {data: }'
    const older = `1.${Number(api.slice(2)) - 1}`
    const words = `Docker ${docker} or newer (API ${api}), and this Engine speaks API ${older}`
    expect(planOf(attributes, { apiVersion: older, top })[kind].join()).toContain(words)
    expect(planOf(attributes, { apiVersion: api, top })).toEqual({ notices: [], problems: [] })
  })
})

describe('a plan', () => {
  it.each([
    ['credential_spec: {file: spec.json}', 'notices', 'credential_spec has no effect'],
    ['mac_address: "02:00:00:00:00:01", network_mode: bridge', 'notices', 'mac_address has no effect'],
    [
      'mac_address: "02:00:00:00:00:01", networks: {default: {mac_address: "02:00:00:00:00:02"}}',
      'problems',
      'uses mac_address',
    ],
    ['security_opt: ["seccomp=nowhere.json"]', 'problems', 'uses security_opt'],
    ['security_opt: [unknown]', 'problems', 'uses security_opt'],
    ['healthcheck: {test: x, start_interval: 1s}', 'problems', 'start_period'],
    ['uts: "service:b"', 'problems', 'uses uts'],
    ['volumes_from: ["b:ro"]', 'notices', 'volumes_from'],
    ['volumes_from: ["container:c:ro"]', 'notices', 'volumes_from'],
    ['read_only: true, configs: [text]', 'problems', 'read_only'],
    ['configs: [{source: text, uid: root}]', 'problems', 'have to be numbers'],
    ['configs: [{source: file, mode: 0400}]', 'notices', 'configs.uid, gid and mode has no effect'],
    ['configs: [unset]', 'problems', 'a variable that one of them holds is not set'],
    ['configs: [outside]', 'problems', 'external'],
    ['models: [llm]', 'problems', 'uses models'],
  ] as const)('R52: has for %s: %s', (attributes, kind, words) => {
    const top =
      'configs: {text: {content: x}, file: {file: /f}, unset: {environment: UNSET}, outside: {external: true}}\nmodels: {llm: {model: m}}'
    expect(planOf(attributes, { top, apiVersion: '1.51' })[kind].join()).toContain(words)
  })

  it.each([
    'volumes_from: [b]',
    'security_opt: [no-new-privileges, "label=disable", seccomp=unconfined]',
    'mac_address: "02:00:00:00:00:01"',
    'post_start: [{command: [x]}]',
    'links: [b]',
    'use_api_socket: true',
  ])('says nothing of %s', (attributes) => {
    expect(planOf(attributes)).toEqual({ notices: [], problems: [] })
  })
})
