import { loadProject } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { copyFileName, fixedPortsOf, isolate } from './isolate.ts'

const workingDir = '/copies/shop-x'

function load(files: Readonly<Record<string, string>>) {
  const sources = new Map(Object.entries(files).map(([name, text]) => [`${workingDir}/${name}`, text]))
  return loadProject({
    files: [...sources.keys()],
    sources,
    absent: new Set([`${workingDir}/.env`]),
    workingDir,
    projectName: 'shop-x',
    environment: { COMPOSE_PROFILES: '*' },
  })
}

/** Isolates the file, and loads both as Berth and `docker compose` do. */
function copy(text: string) {
  const { project, diagnostics } = load({ 'compose.yaml': text })
  if (project === undefined) throw new Error(JSON.stringify(diagnostics))
  const ports = fixedPortsOf(project).map(({ hostIp: _hostIp, ...port }, index) => ({
    ...port,
    published: 20_001 + index,
  }))
  const { text: written, notes } = isolate(project, ports)
  const merged = load({ 'compose.yaml': text, [copyFileName]: written })
  if (merged.project === undefined) throw new Error(`${written}\n${JSON.stringify(merged.diagnostics)}`)
  return { project: merged.project, notes, written }
}

describe('isolate', () => {
  it('gives every port of the host that is fixed another, and leaves the others to the Engine', () => {
    const { project, notes } = copy(`
services:
  web:
    image: x
    ports: ["8080:80", "127.0.0.1:8443:443", "53:53/udp", "9000", "8000-8001:8000-8001", "7000-7009:7000"]
`)
    expect(
      project.services.web?.ports?.map(({ host_ip, published, target, protocol }) =>
        [host_ip, published, target, protocol].filter(Boolean).join(' '),
      ),
    ).toEqual([
      '20001 80 tcp',
      '127.0.0.1 20002 443 tcp',
      '20003 53 udp',
      '9000 tcp',
      '20004 8000 tcp',
      '20005 8001 tcp',
      '20006 7000 tcp',
    ])
    expect(notes).toContain('web 53/udp → 20003')
  })

  it('tells two ports apart that lead to the same one of the container', () => {
    const { project } = copy('services: {web: {image: x, ports: ["8080:80", "8081:80"]}}')
    expect(project.services.web?.ports?.map(({ published }) => published)).toEqual(['20001', '20002'])
  })

  it('drops the name of a container, under which the others still find it', () => {
    const { project, notes } = copy(`
services:
  db: {image: x, container_name: shop-db, networks: {back: {aliases: [store]}}}
  web: {image: x}
networks: {back: }
`)
    expect(project.services.db?.container_name).toBeUndefined()
    expect(project.services.db?.networks?.back?.aliases).toEqual(['store', 'shop-db'])
    expect(notes).toContain('db container_name shop-db dropped')
  })

  it('gives networks and volumes that have a name one of their own, and shares external ones', () => {
    const { project, notes } = copy(`
services:
  db: {image: x, volumes: ["data:/data", "cache:/cache", "media:/media"], networks: [back, proxy]}
networks:
  back: {name: shop-back}
  proxy: {external: true}
volumes:
  data: {name: "shop-data"}
  cache:
  media: {external: true, name: everybodys}
`)
    expect(Object.values(project.networks).map(({ name }) => name)).toEqual(['shop-x_back', 'proxy'])
    expect(
      Object.values(project.volumes)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['everybodys', 'shop-x_cache', 'shop-x_data'])
    expect(notes).toEqual([
      'network shop-back → shop-x_back',
      'network proxy is external: shared',
      'volume shop-x_cache is new and empty',
      'volume shop-data → shop-x_data (new, empty)',
      'volume everybodys is external: shared',
    ])
  })

  it('drops subnets, which the parent has, and the addresses that lie in them', () => {
    const { project, notes } = copy(`
services:
  db: {image: x, networks: {back: {ipv4_address: 172.30.0.5, priority: 2}}}
networks:
  back: {ipam: {driver: default, config: [{subnet: 172.30.0.0/24}]}}
`)
    expect(project.networks.back?.ipam).toEqual({ driver: 'default' })
    expect(project.services.db?.networks?.back).toEqual({ priority: 2 })
    expect(notes).toEqual([
      'db address 172.30.0.5 dropped',
      'network shop-x_back subnet 172.30.0.0/24 dropped',
    ])
  })

  it('builds under a name of its own, for whoever uses the image too', () => {
    const { project, notes } = copy(`
services:
  api: {image: "acme/api:dev", build: {context: ., tags: ["acme/api:latest"]}}
  worker: {image: "acme/api:dev"}
  web: {build: .}
  cache: {image: redis}
`)
    const images = Object.values(project.services).map(({ name, image }) => `${name} ${image}`)
    expect(images).toEqual(['api shop-x-api', 'cache redis', 'web undefined', 'worker shop-x-api'])
    expect(project.services.api?.build?.tags ?? []).toEqual([])
    expect(notes).toContain('worker image acme/api:dev → shop-x-api')
  })

  it('covers services that profiles switch off', () => {
    const { project } = copy(
      'services: {a: {image: x}, tool: {image: x, profiles: [tools], ports: ["9090:90"]}}',
    )
    expect(project.services.tool?.ports?.[0]?.published).toBe('20001')
  })

  it('tells what the copy has in common with the parent on the host', () => {
    const { notes } = copy(`
services:
  db:
    image: x
    network_mode: container:vpn
    volumes: ["/srv/data:/data", "/etc/localtime:/etc/localtime:ro", "./conf:/conf"]
`)
    expect(notes).toEqual(['db writes to /srv/data of the host: shared', 'db uses container:vpn: shared'])
  })

  it('keeps dollar signs of what it writes again', () => {
    const { project } = copy(
      'services: {db: {image: x, container_name: main, networks: {n: {aliases: ["a$$b"]}}}}\nnetworks: {n: }',
    )
    expect(project.services.db?.networks?.n?.aliases).toEqual(['a$b', 'main'])
  })

  it('refuses what listens on the host itself', () => {
    expect(() => copy('services: {node: {image: x, network_mode: host}}')).toThrow(
      expect.objectContaining({ code: 'COPY_NOT_ISOLATED' }),
    )
  })
})
