import { loadProject } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { bakeFile } from './bake-file.ts'

function bake(services: string, options: Partial<Parameters<typeof bakeFile>[1]> = {}) {
  const file = '/shop/compose.yaml'
  const text = `name: shop\nservices: {${services}}\nsecrets: {file: {file: ./token}, env: {environment: TOKEN}}\n`
  const { project, diagnostics } = loadProject({
    files: [file],
    sources: new Map([[file, text]]),
    workingDir: '/shop',
    environment: { TOKEN: 'hush', FROM_ENV: 'yes' },
    envFiles: [],
  })
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join())
  return bakeFile(project, { services: [], withDependencies: false, push: false, proxies: {}, ...options })
}

const labels = (service: string) => ({
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': service,
  'com.docker.compose.version': '2.40.3',
})

describe('the bake file of a project', () => {
  it('is what Docker Compose 2.40.3 prints', () => {
    const printed = bake(
      `a: {image: "host.test/a:1", build: {
        context: ., dockerfile: Dockerfile.a, args: {FROM_ENV: , NOT_SET: , X: "a$$\{b}$$c"}, target: x,
        additional_contexts: {base: "service:c.d", l: ./sub}, secrets: [file, env], ssh: [default, k=./key],
        cache_from: ["type=local,src=c", img], cache_to: ["type=inline"], platforms: [linux/amd64],
        shm_size: 1m, ulimits: {nofile: 5, nproc: {soft: 1, hard: 2}}, extra_hosts: ["h=1.2.3.4"],
        labels: {L: "1"}, tags: [t:1], network: host, privileged: true, entitlements: [network.host],
        no_cache: true, pull: true, provenance: "mode=max", sbom: true}},
      c.d: {build: {context: ., dockerfile_inline: "RUN echo $$\{y}"}},
      e: {build: "https://git.test/y.git#main:sub"}`,
      { proxies: { HTTP_PROXY: 'http://p:1', ALL_PROXY: 'socks5://a' } },
    )
    expect(printed).toEqual({
      group: { default: { targets: ['a', 'c_d', 'e'] } },
      target: {
        a: {
          context: '/shop',
          contexts: { base: 'target:c_d', l: '/shop/sub' },
          dockerfile: '/shop/Dockerfile.a',
          args: { FROM_ENV: 'yes', HTTP_PROXY: 'http://p:1', X: 'a$${b}$c' },
          labels: { L: '1', ...labels('a') },
          tags: ['t:1', 'host.test/a:1'],
          'cache-from': ['type=local,src=c', 'img'],
          'cache-to': ['type=inline'],
          target: 'x',
          secret: ['id=file,type=file,src=/shop/token', 'id=env,type=env,env=TOKEN'],
          ssh: ['default=', 'k=/shop/key'],
          platforms: ['linux/amd64'],
          pull: true,
          'no-cache': true,
          network: 'host',
          'shm-size': '1048576',
          ulimits: ['nofile=5', 'nproc=1:2'],
          entitlements: ['network.host', 'security.insecure'],
          'extra-hosts': { h: '1.2.3.4' },
          output: ['type=docker'],
          attest: ['type=provenance,mode=max', 'type=sbom'],
        },
        c_d: {
          context: '/shop',
          'dockerfile-inline': 'RUN echo $${y}',
          args: { HTTP_PROXY: 'http://p:1' },
          labels: labels('c.d'),
          tags: ['shop-c.d'],
          output: ['type=docker'],
        },
        e: {
          context: 'https://git.test/y.git#main:sub',
          dockerfile: 'Dockerfile',
          args: { HTTP_PROXY: 'http://p:1' },
          labels: labels('e'),
          tags: ['shop-e'],
          output: ['type=docker'],
        },
      },
    })
  })

  const chain =
    'a: {build: ., depends_on: [b]}, b: {build: {context: ., additional_contexts: {x: "service:c"}}}, c: {build: .}'
  it.each([
    { options: { services: ['a'] }, targets: ['a'] },
    { options: { services: ['b'] }, targets: ['b', 'c'] },
    { options: { services: ['a'], withDependencies: true }, targets: ['a', 'b', 'c'] },
  ])('has the targets of $options', ({ options, targets }) => {
    const printed = bake(chain, options)
    expect(printed).toMatchObject({ group: { default: { targets } } })
    expect(Object.keys((printed as { target: object }).target).sort()).toEqual(targets)
  })

  it.each([
    {
      service: 'a: {build: {context: ., platforms: [linux/amd64, linux/arm64]}}',
      push: true,
      output: 'type=image,push=true',
    },
    { service: 'a: {image: "host.test/a", build: .}', push: true, output: 'type=registry' },
    { service: 'a: {build: .}', push: true, output: 'type=docker' },
  ])('says where $service goes', ({ service, push, output }) => {
    expect(bake(service, { push })).toMatchObject({ target: { a: { output: [output] } } })
  })
})
