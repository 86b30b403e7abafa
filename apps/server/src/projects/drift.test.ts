import type { ContainerSummary } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { driftOf } from './drift.ts'

const mark = (service: string, configHash = 'a', replicas = 1) => ({ service, configHash, replicas })
const container = (service: string, configHash = 'a'): ContainerSummary => ({
  id: service,
  name: service,
  image: 'busybox',
  imageId: 'sha256:1',
  command: '',
  state: 'running',
  status: 'Up',
  labels: { 'com.docker.compose.service': service, 'com.docker.compose.config-hash': configHash },
  createdAt: 0,
  ports: [],
  mounts: [],
  networks: {},
})
const deployed = { revision: 3, author: 'ada', createdAt: 0, services: [mark('db'), mark('web')] }

describe('drift', () => {
  it.each([
    ['is none while all three agree', [mark('db'), mark('web')], [container('db'), container('web')], [], []],
    [
      'is of the files when they were edited',
      [mark('db'), mark('web', 'b')],
      [container('db'), container('web')],
      ['web'],
      [],
    ],
    [
      'is of the files when a service is new or gone',
      [mark('api'), mark('web')],
      [container('db'), container('web')],
      ['api', 'db'],
      [],
    ],
    [
      'is of the Engine when somebody replaced a container',
      [mark('db'), mark('web')],
      [container('db'), container('web', 'b')],
      [],
      ['web'],
    ],
    ['is of the Engine when a container is gone', [mark('db'), mark('web')], [container('db')], [], ['web']],
    ['is of both when both were changed', [mark('db', 'b'), mark('web')], [container('db')], ['db'], ['web']],
  ])('%s', (_what, files, containers, ofFiles, ofEngine) => {
    expect(driftOf(files, deployed, containers)).toEqual({ revision: 3, files: ofFiles, engine: ofEngine })
  })

  it('compares the Engine with the files where nothing was deployed by us', () => {
    expect(driftOf([mark('web')], undefined, [container('web', 'b')])).toEqual({
      revision: null,
      files: [],
      engine: ['web'],
    })
    expect(driftOf([mark('web')], undefined, [])).toEqual({ revision: null, files: [], engine: [] })
  })
})
