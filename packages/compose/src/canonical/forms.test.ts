import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { expandCommand } from './command.ts'
import { expandDependsOn, expandServiceNetworks } from './depends-on.ts'
import { expandExternal } from './external.ts'
import { expandExtraHosts } from './extra-hosts.ts'
import { expandHealthcheck } from './healthcheck.ts'
import { expandKeyValues, expandLabels } from './key-values.ts'
import { expandEnvFiles, expandTexts, expandToList } from './lists.ts'

describe.each([
  ['command', expandCommand, 'run "a b"', ['run', 'a b']],
  ['command', expandCommand, '[run, a b]', ['run', 'a b']],
  ['depends_on', expandDependsOn, '[a]', { a: { condition: 'service_started', required: true } }],
  ['depends_on', expandDependsOn, '{a: {condition: x}}', { a: { condition: 'x' } }],
  ['networks', expandServiceNetworks, '[a, b]', { a: null, b: null }],
  ['external', expandExternal, '{external: true}', { external: true }],
  ['external', expandExternal, '{external: {name: x}}', { external: true, name: 'x' }],
  ['extra_hosts', expandExtraHosts, '["a:1.1.1.1", "b=::1", "c:[::1]"]', ['a=1.1.1.1', 'b=::1', 'c=::1']],
  [
    'extra_hosts',
    expandExtraHosts,
    '{a: [1.1.1.1, 2.2.2.2], b: "3.3.3.3"}',
    ['a=1.1.1.1', 'a=2.2.2.2', 'b=3.3.3.3'],
  ],
  ['healthcheck', expandHealthcheck, '{test: NONE}', { test: ['CMD-SHELL', 'NONE'] }],
  ['healthcheck', expandHealthcheck, '{test: [CMD, a], retries: 1}', { test: ['CMD', 'a'], retries: 1 }],
  ['environment', expandKeyValues, '[A=1, B, "C=", "D=x=y"]', { A: '1', B: null, C: '', D: 'x=y' }],
  ['environment', expandKeyValues, '{A: 1, B: , C: true, D: 1.50}', { A: '1', B: null, C: 'true', D: '1.5' }],
  ['labels', expandLabels, '{a: , b: 1}', { a: '', b: '1' }],
  ['env_file', expandEnvFiles, 'a', [{ path: 'a', required: true }]],
  ['env_file', expandEnvFiles, '[a, {path: b}]', [{ path: 'a', required: true }, { path: 'b' }]],
  ['expose', expandTexts, '[80, "81"]', ['80', '81']],
  ['tmpfs', expandToList, '/run', ['/run']],
])('%s', (_attribute, expand, yaml, data) => {
  it(`expands ${yaml}`, () => {
    const { node, place } = phaseTest(yaml)
    expect(dataOf(expand(node, place))).toEqual(data)
  })
})

describe.each([
  ['command', expandCommand, "echo 'x", 'COMPOSE_INVALID_VALUE 1:1'],
  ['command', expandCommand, 'a && b', 'COMPOSE_COMMAND_CUT 1:1'],
  ['external', expandExternal, '{external: {name: x}}', 'COMPOSE_EXTERNAL_NAME_DEPRECATED 1:12'],
  ['external', expandExternal, '{name: y, external: {name: x}}', 'COMPOSE_EXTERNAL_CONFLICT 1:21'],
  ['extra_hosts', expandExtraHosts, '[nope]', 'COMPOSE_INVALID_VALUE 1:2'],
  ['extra_hosts', expandExtraHosts, '["=1.1.1.1"]', 'COMPOSE_INVALID_VALUE 1:2'],
  ['healthcheck', expandHealthcheck, '{test: [curl]}', 'COMPOSE_INVALID_VALUE 1:9'],
  ['environment', expandKeyValues, '["A =1"]', 'COMPOSE_INVALID_VALUE 1:2'],
])('%s', (_attribute, expand, yaml, finding) => {
  it(`reports ${yaml}`, () => {
    const { node, place, reported } = phaseTest(yaml)
    expand(node, place)
    expect(reported()).toEqual([finding])
  })
})
