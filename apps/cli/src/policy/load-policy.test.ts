import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openPolicy } from '@berth/convergence'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { fakeWorld } from '../testing/fake-world.ts'
import { loadPolicy } from './load-policy.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'berth-policy-'))
  writeFileSync(path.join(cwd, 'a.yaml'), 'rules: {privileged: refuse}')
  writeFileSync(path.join(cwd, 'bad.yaml'), 'rules: {privileged: never}')
  writeFileSync(path.join(cwd, 'compose.yaml'), 'name: shop\nservices: {web: {image: nginx}}\n')
})
afterEach(() => rmSync(cwd, { recursive: true }))

const refusing = { policy: { ...openPolicy, privileged: 'denied' } }

describe('the policy of a command', () => {
  it('is the file that the flag names, else that of the environment, else none', () => {
    expect(loadPolicy({ policy: 'a.yaml' }, { cwd, env: { BERTH_POLICY: 'bad.yaml' } })).toEqual(refusing)
    expect(loadPolicy({}, { cwd, env: { BERTH_POLICY: 'a.yaml' } })).toEqual(refusing)
    expect(loadPolicy({}, { cwd, env: { BERTH_POLICY: '' } })).toEqual({})
    expect(loadPolicy({}, { cwd, env: {} })).toEqual({})
  })

  it.each([
    [['plan', '--policy', 'bad.yaml'], 'bad.yaml:1:21: rules.privileged has to be allow, warn or refuse'],
    [['up', '-d', '--policy', 'none.yaml'], 'The policy none.yaml could not be read: ENOENT'],
    [['exec', '--policy', 'none.yaml', 'web', 'sh'], 'The policy none.yaml could not be read: ENOENT'],
  ])('ends %j before anything is asked of an Engine when it cannot be used', async (args, message) => {
    const world = fakeWorld({ cwd, env: { DOCKER_HOST: `unix://${cwd}/no.sock` } })
    await expect(run(args, world)).resolves.toBe(1)
    expect(world.stderr()).toContain('error CLI_BAD_POLICY')
    expect(world.stderr()).toContain(message)
  })
})
