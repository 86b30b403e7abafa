import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadProject } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../plan/digest.ts'
import { toDesiredState } from './to-desired-state.ts'

/** Recorded from Docker Compose; `fixtures/compose.yaml` stood in `/project`. Empty values are left out. */
const root = join(import.meta.dirname, 'fixtures')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const recorded: { readonly requests: readonly { request: string; body: object }[] } = JSON.parse(
  read('requests.json'),
)

const { project } = loadProject({
  files: ['/project/compose.yaml'],
  sources: new Map([
    ['/project/compose.yaml', read('compose.yaml')],
    ['/project/app.env', read('app.env')],
  ]),
  workingDir: '/project',
  environment: {},
  envFiles: [],
})

const desired = project === undefined ? undefined : toDesiredState(project)
const ours = new Map(requestsOf())

function requestsOf(): [string, object][] {
  if (desired === undefined) return []
  const containers = desired.services.flatMap(({ containers: make, replicas, platform }) =>
    Array.from({ length: replicas }, (_, index) => make(index + 1)).map(
      ({ name, body }): [string, object] => [
        `POST /containers/create?name=${name}${platform === undefined ? '' : `&platform=${platform}`}`,
        body,
      ],
    ),
  )
  return [
    ...containers,
    ...desired.networks.map(({ name, body }): [string, object] => [`POST /networks/create ${name}`, body]),
    ...desired.volumes.map(({ name, body }): [string, object] => [`POST /volumes/create ${name}`, body]),
  ]
}

describe('toDesiredState', () => {
  it.each(recorded.requests)('sends what Docker Compose sends: $request', ({ request, body }) => {
    const key = 'Name' in body ? `${request} ${body.Name}` : request
    expect(comparable(ours.get(key))).toEqual(comparable(body))
  })

  it('sends nothing that Docker Compose does not send', () => {
    expect(ours.size).toBe(recorded.requests.length)
  })
})

/** Without what is empty, and with lists that Compose sends in random order sorted. */
function comparable(value: unknown, key = ''): unknown {
  if (key === 'com.docker.compose.depends_on') return String(value).split(',').sort()
  if (Array.isArray(value)) return value.map((item) => comparable(item)).sort(byText)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, comparable(inner, name)] as const)
  const isSet = ['ExposedPorts', 'Tmpfs', 'Labels'].includes(key)
  return Object.fromEntries(entries.filter(([, inner]) => isSet || !isEmpty(inner)))
}

const byText = (a: unknown, b: unknown) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}
