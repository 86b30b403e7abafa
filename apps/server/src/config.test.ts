import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openPolicy } from '@berth/convergence'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig, settings } from './config.ts'

function policyFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(path.join(folder, 'policy.yaml'), text)
  return path.join(folder, 'policy.yaml')
}

describe('readConfig', () => {
  it('has a default for everything but the Engine, which has its own', () => {
    expect(readConfig({})).toEqual({
      port: 7420,
      host: '127.0.0.1',
      dataDir: path.resolve('data'),
      dockerHost: undefined,
      logLevel: 'info',
      trustProxy: false,
      allowedHosts: [],
      operationLimit: 4,
      runLimit: 4,
      operationDays: 90,
      projectRoots: [],
      revisionsKept: 50,
      revisionDays: 365,
      copyPorts: { first: 20_000, last: 29_999 },
      copyQuota: undefined,
      copyDays: undefined,
      copyIdleHours: 12,
      policy: undefined,
    })
  })

  it('reads every variable of the table', () => {
    const environment = {
      BERTH_PORT: '80',
      BERTH_HOST: '0.0.0.0',
      BERTH_DATA_DIR: '/srv/berth',
      DOCKER_HOST: 'tcp://10.0.0.1:2375',
      BERTH_LOG_LEVEL: 'debug',
      BERTH_TRUST_PROXY: '10.0.0.1, 172.16.0.0/12',
      BERTH_ALLOWED_HOSTS: 'Berth.example.org, box',
      BERTH_MAX_OPERATIONS: '8',
      BERTH_MAX_RUNS: '3',
      BERTH_OPERATION_DAYS: '7',
      BERTH_PROJECT_ROOTS: '/srv, /opt/stacks/',
      BERTH_REVISIONS_KEPT: '7',
      BERTH_REVISION_DAYS: '30',
      BERTH_COPY_PORTS: '30000-30999',
      BERTH_COPY_QUOTA: '4',
      BERTH_COPY_DAYS: '3',
      BERTH_COPY_IDLE_HOURS: 'off',
      BERTH_POLICY: policyFile('rules: {privileged: refuse}'),
    }
    expect(Object.keys(environment)).toEqual(Object.values(settings).map(({ variable }) => variable))
    expect(readConfig(environment)).toEqual({
      port: 80,
      host: '0.0.0.0',
      dataDir: '/srv/berth',
      dockerHost: 'tcp://10.0.0.1:2375',
      logLevel: 'debug',
      trustProxy: ['10.0.0.1', '172.16.0.0/12'],
      allowedHosts: ['berth.example.org', 'box'],
      operationLimit: 8,
      runLimit: 3,
      operationDays: 7,
      projectRoots: ['/srv', '/opt/stacks'],
      revisionsKept: 7,
      revisionDays: 30,
      copyPorts: { first: 30_000, last: 30_999 },
      copyQuota: 4,
      copyDays: 3,
      copyIdleHours: undefined,
      policy: { ...openPolicy, privileged: 'denied' },
    })
  })

  it('takes an empty value for none', () => {
    expect(readConfig({ BERTH_PORT: '' }).port).toBe(7420)
  })

  it.each([
    ['BERTH_PORT', '70000', 'port number'],
    ['BERTH_PORT', 'http', 'port number'],
    ['BERTH_COPY_PORTS', '30000-20000', 'a range of ports'],
    ['DOCKER_HOST', '/var/run/docker.sock', 'unix://'],
    ['BERTH_LOG_LEVEL', 'loud', 'trace, debug'],
    ['BERTH_TRUST_PROXY', 'yes', 'true, false'],
    ['BERTH_PROJECT_ROOTS', 'srv', 'absolute'],
    ['BERTH_REVISIONS_KEPT', '0', 'from 1 to'],
    ['BERTH_POLICY', '/no/such/policy.yaml', 'must be a file that can be read'],
  ])('refuses %s=%s and says what is allowed', (variable, value, allowed) => {
    const read = () => readConfig({ [variable]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${variable}=${value}`)
    expect(read).toThrow(allowed)
  })

  it('refuses a policy with a fault, and says where it is', () => {
    const file = policyFile('rules:\n  privileged: never\n')
    expect(() => readConfig({ BERTH_POLICY: file })).toThrow(
      `BERTH_POLICY=${file}: ${file}:2:15: rules.privileged has to be allow, warn or refuse`,
    )
  })

  it('names every variable at fault at once', () => {
    expect(() => readConfig({ BERTH_PORT: 'x', BERTH_LOG_LEVEL: 'y' })).toThrow(
      /BERTH_PORT.*\n.*BERTH_LOG_LEVEL/,
    )
  })
})
