import { describe, expect, it } from 'vitest'
import { formatDiagnostic, formatProject, type LoadRequest, loadProject } from './index.ts'

const votingExample = `version: '3'
services:
  azure-vote-back:
    image: redis
    container_name: azure-vote-back
    ports:
        - "6379:6379"

  azure-vote-front:
    build: ./azure-vote
    image: azure-vote-front
    container_name: azure-vote-front
    environment:
      REDIS: azure-vote-back
    ports:
        - "8080:80"
`

/** Loads texts as if they lay in /app, where no other file is. */
function load(text: string | Record<string, string>, options: Partial<LoadRequest> = {}) {
  const texts = typeof text === 'string' ? { 'compose.yaml': text } : text
  const sources = new Map(Object.entries(texts).map(([name, content]) => [`/app/${name}`, content]))
  const files = [...sources.keys()].filter((path) => path.endsWith('.yaml'))
  const request = { files, sources, absent: new Set(['/app/.env']), workingDir: '/app', environment: {} }
  return { ...loadProject({ ...request, ...options }), sources }
}

const codes = ({ diagnostics }: Pick<ReturnType<typeof load>, 'diagnostics'>) =>
  diagnostics.map(({ code, range }) => `${code}${range ? ` ${range.line}:${range.column}` : ''}`)

describe('loadProject', () => {
  it('loads the classic voting project and says only that its version is obsolete', () => {
    const { project, diagnostics, missing } = load(votingExample)
    expect(missing).toEqual([])
    expect(diagnostics).toMatchObject([{ code: 'COMPOSE_VERSION_OBSOLETE', range: { line: 1, column: 1 } }])
    expect(project?.name).toBe('app')
    expect(project?.services['azure-vote-front']).toMatchObject({
      build: { context: '/app/azure-vote', dockerfile: 'Dockerfile' },
      environment: { REDIS: 'azure-vote-back' },
      ports: [{ target: 80, published: '8080', protocol: 'tcp' }],
      networks: { default: null },
    })
    expect(project?.networks).toEqual({ default: { name: 'app_default' } })
  })

  it('gives the same project when the same text is loaded again', () => {
    expect(load(votingExample).project).toEqual(load(votingExample).project)
  })

  it('loads what it printed and prints it the same', () => {
    const { project } = load(votingExample)
    const printed = project ? formatProject(project, 'yaml') : ''
    const again = load(printed).project
    expect(again && formatProject(again, 'yaml')).toBe(printed)
  })

  it('asks for the default .env and the compose files before anything else', () => {
    const result = loadProject({
      files: ['/app/compose.yaml'],
      sources: new Map(),
      workingDir: '/app',
      environment: {},
    })
    expect(result).toMatchObject({ diagnostics: [], missing: ['/app/.env', '/app/compose.yaml'] })
  })

  it('asks for the env files of active services and keeps the project back until they are there', () => {
    const result = load(
      'services: {a: {image: x, env_file: a.env}, b: {image: x, profiles: [p], env_file: b.env}}',
    )
    expect(result.missing).toEqual(['/app/a.env'])
    expect(result.project).toBeUndefined()
  })

  it('finds every problem of a file at once, each at its place', () => {
    const result = load(`services:
  web:
    imagee: nginx
    image: nginx
    ports: "80:80"
    scale: many
    networks: [front]
  db:
    environment: {PASSWORD: "\${PASSWORD:?set it}"}
    depends_on: [cache]
`)
    expect(codes(result)).toEqual([
      'COMPOSE_UNKNOWN_KEY 3:5',
      'COMPOSE_WRONG_TYPE 5:12',
      'COMPOSE_WRONG_TYPE 6:12',
      'COMPOSE_UNDEFINED_NETWORK 7:16',
      'COMPOSE_NO_IMAGE_OR_BUILD 8:3',
      'COMPOSE_VARIABLE_REQUIRED 9:30',
      'COMPOSE_UNDEFINED_SERVICE 10:18',
    ])
    expect(result.project).toBeUndefined()
  })

  it('does not miss an image where a key is misspelt', () => {
    expect(codes(load('services: {web: {imagee: nginx}}'))).toEqual(['COMPOSE_UNKNOWN_KEY 1:18'])
  })

  it('points at the file and line of a value that was merged in', () => {
    const result = load({
      'a.yaml': 'services:\n  web:\n    image: x\n',
      'b.yaml': 'services:\n  web:\n    networks:\n      - nowhere\n',
    })
    expect(result.diagnostics).toMatchObject([
      { code: 'COMPOSE_UNDEFINED_NETWORK', range: { file: '/app/b.yaml', line: 4, column: 9 } },
    ])
  })

  it('shows a diagnostic with its line, a caret and the fix', () => {
    const { diagnostics, sources } = load('services:\n  web:\n    imagee: nginx\n')
    expect(
      formatDiagnostic(
        diagnostics.find(({ code }) => code === 'COMPOSE_UNKNOWN_KEY') ?? missingDiagnostic,
        sources,
      ),
    ).toBe(
      [
        '/app/compose.yaml:3:5: error COMPOSE_UNKNOWN_KEY: `imagee` is not an attribute of service web. Did you mean `image`?',
        '  2 |   web:',
        '  3 |     imagee: nginx',
        '    |     ^^^^^^',
        '  fix: Write `image`.',
      ].join('\n'),
    )
  })
})

const missingDiagnostic = { code: 'none', severity: 'error', message: 'No diagnostic was reported.' } as const
