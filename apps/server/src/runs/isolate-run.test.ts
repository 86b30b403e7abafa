import { loadProject } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { isolateRun } from './isolate-run.ts'

const load = (text: string) => {
  const { project, diagnostics } = loadProject({
    files: ['/copy/compose.yaml'],
    sources: new Map([['/copy/compose.yaml', text]]),
    workingDir: '/copy',
    environment: {},
    envFiles: [],
    projectName: 'shop-run-1',
    profiles: ['*'],
  })
  if (project === undefined) throw new Error(diagnostics[0]?.message)
  return project
}

describe('isolateRun', () => {
  it('leaves nothing that can be there only once, and gives what is external an own, empty one', () => {
    const project = load(`
services:
  tests:
    image: shop/api:dev
    ports: ["5005:5005"]
    depends_on: [api]
  api:
    build: {context: ., tags: [shop/api:latest]}
    image: shop/api:dev
    container_name: shop-api
    ports: ["127.0.0.1:8080:80"]
    networks: {back: {ipv4_address: 10.9.8.7, aliases: [backend]}, proxy: }
    volumes: [data:/data, /srv/cache:/cache, /etc/hosts:/etc/hosts:ro, ./conf:/conf]
  unrelated: {image: busybox, ports: ["9090:90"]}
networks:
  back: {name: shop-back, ipam: {config: [{subnet: 10.9.8.0/24}]}}
  proxy: {external: true}
volumes:
  data: {name: precious, external: true}
`)
    const { project: isolated, notes } = isolateRun(project, { service: 'tests', command: ['go'] })
    expect(Object.keys(isolated.services)).toEqual(['api', 'tests'])
    expect(isolated.services.tests).toMatchObject({ image: 'shop-run-1-api', ports: [], command: ['go'] })
    const { api } = isolated.services
    expect(api).toMatchObject({
      image: 'shop-run-1-api',
      ports: [{ host_ip: '127.0.0.1', target: 80 }],
      networks: { back: { aliases: ['backend', 'shop-api'] }, proxy: { aliases: ['shop-api'] } },
    })
    expect(api?.container_name).toBeUndefined()
    expect(api?.build?.tags).toBeUndefined()
    expect(api?.ports?.[0]?.published).toBeUndefined()
    expect(api?.networks?.back?.ipv4_address).toBeUndefined()
    expect(isolated.networks.back).toEqual({ name: 'shop-run-1_back' })
    expect(isolated.networks.proxy).toEqual({ name: 'shop-run-1_proxy' })
    expect(isolated.volumes.data).toEqual({ name: 'shop-run-1_data' })
    expect(notes).toEqual([
      'network proxy is external: the run has an empty one of its own instead',
      'volume precious is external: the run has an empty one of its own instead',
      'api writes to /srv/cache of the host: shared',
    ])
  })

  it('keeps the name of an image that nothing of the run builds', () => {
    const project = load(`
services:
  tests: {image: "shop/api:dev"}
  api: {build: ., image: "shop/api:dev"}
`)
    const { project: isolated } = isolateRun(project, { service: 'tests' })
    expect(isolated.services.tests?.image).toBe('shop/api:dev')
  })

  it('refuses what would listen on the ports of the host', () => {
    const project = load('services: {tests: {image: busybox, network_mode: host}}')
    expect(() => isolateRun(project, { service: 'tests' })).toThrow(
      expect.objectContaining({ code: 'RUN_NOT_ISOLATED' }),
    )
  })
})
