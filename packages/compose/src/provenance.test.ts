import { describe, expect, it } from 'vitest'
import { dotted } from './describe.ts'
import { type LoadRequest, loadProject } from './index.ts'
import { describeOrigins, describeVariables } from './provenance.ts'

function load(texts: Readonly<Record<string, string>>, request: Partial<LoadRequest> = {}) {
  const sources = new Map(Object.entries(texts).map(([name, text]) => [`/app/${name}`, text]))
  const files = [...sources.keys()].filter((path) => path.endsWith('.yaml'))
  const absent = new Set(['/app/.env'].filter((path) => !sources.has(path)))
  return loadProject({ files, sources, absent, workingDir: '/app', environment: {}, ...request })
}

function origins(texts: Readonly<Record<string, string>>, request?: Partial<LoadRequest>) {
  const lines = describeOrigins(load(texts, request)).map(
    ({ path, range, value }) =>
      `${dotted(path)} ${range.file.replace('/app/', '')}:${range.line} ${JSON.stringify(value)}`,
  )
  return lines.filter((line) => line.startsWith('services.web.'))
}

const base = `services:
  web:
    image: nginx:1.28
    network_mode: none
    labels: { a: one, b: two }
    command: [serve, all]
`

describe('describeOrigins', () => {
  it('names the file that had the last word, value by value', () => {
    const override = 'services:\n  web:\n    image: nginx:1.29\n    labels:\n      - b=other\n'
    expect(origins({ 'compose.yaml': base, 'override.yaml': override })).toEqual([
      'services.web.command[0] compose.yaml:6 "serve"',
      'services.web.command[1] compose.yaml:6 "all"',
      'services.web.image override.yaml:3 "nginx:1.29"',
      'services.web.labels.a compose.yaml:5 "one"',
      'services.web.labels.b override.yaml:5 "other"',
      'services.web.network_mode compose.yaml:4 "none"',
    ])
  })

  it('shows no value of the environment', () => {
    const text = `services:
  web:
    image: nginx:\${TAG}
    network_mode: none
    environment:
      PASSWORD:
      URL: "db://\${PASSWORD}@host"
      PLAIN: seen
    ports: ["\${PASSWORD}:80"]
    volumes: ["./\${PASSWORD}:/data"]
    build:
      context: .
      args: [PASSWORD]
    env_file: web.env
`
    const files = { 'compose.yaml': text, 'web.env': 'TAKEN=$PASSWORD\nPASSWORD\nHELD=file\n' }
    const lines = origins(files, { environment: { PASSWORD: '1337', TAG: '1' } })
    expect(lines.join('\n')).not.toContain('1337')
    expect(lines).toEqual(
      expect.arrayContaining([
        'services.web.image compose.yaml:3 "nginx:${TAG}"',
        'services.web.environment.PASSWORD compose.yaml:6 null',
        'services.web.environment.URL compose.yaml:7 "db://${PASSWORD}@host"',
        'services.web.environment.PLAIN compose.yaml:8 "seen"',
        'services.web.environment.HELD web.env:3 "file"',
        'services.web.environment.TAKEN web.env:1 "$PASSWORD"',
        'services.web.build.args.PASSWORD compose.yaml:13 null',
        'services.web.ports[0].published compose.yaml:9 "${PASSWORD}:80"',
        'services.web.volumes[0].source compose.yaml:10 "./${PASSWORD}:/data"',
      ]),
    )
  })

  it('leaves out services that are switched off, and says nothing of what did not load', () => {
    const off = `${base}  tool: { image: tool, profiles: [tools] }\n`
    const paths = describeOrigins(load({ 'compose.yaml': off })).map(({ path }) => path[1])
    expect(paths).toContain('web')
    expect(paths).not.toContain('tool')
    expect(describeOrigins(load({ 'compose.yaml': 'services: {web: {}}' }))).toEqual([])
  })
})

describe('describeVariables', () => {
  const text = `name: shop
services:
  web:
    image: "\${GIVEN}\${FILED}\${BOTH}\${DEFAULTED:-1}\${SOMETIMES-2}\${SOMETIMES}\${COMPOSE_PROJECT_NAME}"
    environment: [TAKEN]
`
  const env = 'FILED=1\nBOTH=file\nIDLE=1\nCOMPOSE_PROFILES=x\nINNER=1\nDERIVED=$INNER\n'

  it('tells which source gave each its value', () => {
    const environment = { GIVEN: 'x', BOTH: 'y', TAKEN: 'z', OTHER: 'not asked for' }
    const { used } = describeVariables(load({ 'compose.yaml': text, '.env': env }, { environment }))
    const place = (range?: { file: string; line: number }) =>
      range && `${range.file.replace('/app/', '')}:${range.line}`
    expect(used.map(({ name, source, range, uses }) => [name, source, place(range), uses.length])).toEqual([
      ['BOTH', 'environment', '.env:2', 1],
      ['COMPOSE_PROJECT_NAME', 'project-name', undefined, 1],
      ['DEFAULTED', 'default', undefined, 1],
      ['FILED', 'env-file', '.env:1', 1],
      ['GIVEN', 'environment', undefined, 1],
      ['INNER', 'env-file', '.env:5', 1],
      ['SOMETIMES', 'unset', undefined, 2],
      ['TAKEN', 'environment', undefined, 1],
    ])
  })

  it('knows what the env file of an included project sets, for the files of that project', () => {
    const loaded = load(
      {
        'compose.yaml':
          'include: [{path: parts/cache.yml, env_file: parts/cache.env}]\nservices: {web: {image: "web:$ONE$BOTH"}}',
        'parts/cache.yml': 'services: {cache: {image: "cache:$ONE$TWO$BOTH"}}',
        'parts/cache.env': 'ONE=1\nTWO=2\nBOTH=inner\n',
      },
      { environment: { BOTH: 'outer' } },
    )
    expect(loaded.diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('"ONE"')])
    const { used } = describeVariables(loaded)
    expect(used.map(({ name, source, range }) => [name, source, range?.file, range?.line])).toEqual([
      ['BOTH', 'environment', undefined, undefined],
      ['ONE', 'unset', undefined, undefined],
      ['TWO', 'env-file', '/app/parts/cache.env', 2],
    ])
  })

  it('finds those of .env that nothing uses', () => {
    const { unused } = describeVariables(load({ 'compose.yaml': text, '.env': env }))
    expect(unused.map(({ name, range }) => `${name} ${range.line}`)).toEqual(['DERIVED 6', 'IDLE 3'])
  })

  it('finds what a project that cannot load is missing', () => {
    const { used } = describeVariables(load({ 'compose.yaml': 'services: {a: {image: "${TAG:?say it}"}}' }))
    expect(used).toMatchObject([{ name: 'TAG', source: 'missing', uses: [{ isRequired: true }] }])
  })
})
