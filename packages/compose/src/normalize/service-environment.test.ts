import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { foldEnvFiles } from './service-environment.ts'

const sources = new Map([
  ['/one', 'A=one\nB=one\nC=${OWN}-${SHELL_ONLY}\n'],
  ['/two', 'B=two\nD=$A\nSHELL_ONLY\n'],
  ['/bad', 'A=1\nB+=2\n'],
])

function fold(yaml: string, isActive: (name: string) => boolean = () => true) {
  const { document, place, reported } = phaseTest(yaml)
  const missing: string[] = []
  const access = {
    sources,
    absent: new Set(['/absent']),
    environment: { SHELL_ONLY: 'shell' },
    findings: place.findings,
    onMissing: (path: string) => void missing.push(path),
  }
  const data = dataOf(foldEnvFiles(document, access, isActive))
  return { data, missing, reported: reported() }
}

describe('foldEnvFiles', () => {
  it('lets later files win over earlier ones, and environment over both', () => {
    const yaml = '{a: {env_file: [{path: /one}, {path: /two}], environment: {OWN: own, B: over, E: }}}'
    expect(fold(yaml)).toMatchObject({
      data: {
        a: {
          environment: {
            A: 'one',
            B: 'over',
            C: 'own-shell',
            D: 'one',
            SHELL_ONLY: 'shell',
            OWN: 'own',
            E: null,
          },
        },
      },
      reported: [],
    })
  })

  it('asks for files that were not given, of active services only', () => {
    const yaml = '{a: {env_file: [{path: /x}]}, b: {env_file: [{path: /y}]}}'
    expect(fold(yaml, (name) => name === 'a').missing).toEqual(['/x'])
  })

  it('reports a required file that is not there, and lets an optional one go', () => {
    const yaml = '{a: {env_file: [{path: /absent, required: false}, {path: /absent, required: true}]}}'
    expect(fold(yaml).reported).toEqual(['COMPOSE_ENV_FILE_NOT_FOUND 1:58'])
  })

  it('points into the env file that is malformed', () => {
    expect(fold('{a: {env_file: [{path: /bad}]}}').reported).toEqual(['COMPOSE_ENV_FILE_INVALID 2:2'])
  })
})
