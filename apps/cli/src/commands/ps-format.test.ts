import type { ContainerSummary } from '@berth/docker-engine'
import { expect, it } from 'vitest'
import { formatListing } from '../print/listing.ts'
import { containerListing, type PsFormat } from './ps-format.ts'

const createdAt = Date.UTC(2026, 0, 2, 3, 4, 5)

const container: ContainerSummary = {
  id: '0123456789abcdef',
  name: 'shop-web-1',
  image: 'nginx:1',
  imageId: 'sha256:1',
  command: "sh -c 'a long command & more'",
  state: 'running',
  status: 'Up 3 seconds (health: starting)',
  labels: { 'com.docker.compose.service': 'web', 'com.docker.compose.project': 'shop', 'a.b': 'c' },
  createdAt,
  ports: [{ hostIp: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp' }],
  mounts: [
    { type: 'volume', name: 'shop_data', driver: 'local', source: '/v', destination: '/data' },
    { type: 'bind', source: '/a/rather/long/path', destination: '/x' },
  ],
  networks: { shop_default: 'n1' },
}

const format = { now: createdAt + 5000, truncate: true }

const textOf = (how: string | undefined, given: PsFormat = format) =>
  String(formatListing(how, containerListing([{ container, exitCode: 0 }], given)))

it('prints the table of docker compose ps', () => {
  expect(textOf(undefined).split('\n')).toEqual([
    'NAME         IMAGE     COMMAND                  SERVICE   CREATED         STATUS                            PORTS',
    `shop-web-1   nginx:1   "sh -c 'a long comma…"   web       5 seconds ago   Up 3 seconds (health: starting)   0.0.0.0:8080->80/tcp`,
    '',
  ])
})

it('prints the JSON of docker compose ps, escaped as Go does', () => {
  const text = textOf('json', { ...format, truncate: false })
  expect(text).toContain('a long command \\u0026 more')
  expect(JSON.parse(text)).toEqual({
    Command: `"sh -c 'a long command & more'"`,
    CreatedAt: '2026-01-02 03:04:05 +0000 UTC',
    ExitCode: 0,
    Health: 'starting',
    ID: '0123456789abcdef',
    Image: 'nginx:1',
    Labels: 'a.b=c,com.docker.compose.project=shop,com.docker.compose.service=web',
    LocalVolumes: '1',
    Mounts: 'shop_data,/a/rather/long/path',
    Name: 'shop-web-1',
    Names: 'shop-web-1',
    Networks: 'shop_default',
    Ports: '0.0.0.0:8080->80/tcp',
    Project: 'shop',
    Publishers: [{ URL: '0.0.0.0', TargetPort: 80, PublishedPort: 8080, Protocol: 'tcp' }],
    RunningFor: '5 seconds ago',
    Service: 'web',
    Size: '0B',
    State: 'running',
    Status: 'Up 3 seconds (health: starting)',
  })
})

it('shortens ids and mounts unless told not to', () => {
  expect(JSON.parse(textOf('json'))).toMatchObject({
    ID: '0123456789ab',
    Mounts: 'shop_data,/a/rather/long…',
  })
})

it('knows the fields of Docker Compose in a template', () => {
  expect(textOf('{{.Name}} {{.State}} {{.Label "a.b"}}')).toBe('shop-web-1 running c\n')
})
