import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { fakeWorld } from '../testing/fake-world.ts'

const root = realpathSync(fileURLToPath(new URL('../../fixtures/config/', import.meta.url)))

interface Request {
  readonly files?: readonly string[]
  readonly profiles?: readonly string[]
  readonly projectName?: string
  readonly environment?: Readonly<Record<string, string>>
}

interface Oracle {
  readonly commands: Readonly<
    Record<string, { readonly status: number; readonly out: readonly string[]; readonly error?: string }>
  >
}

/** What Docker Compose's CLI printed; see `pnpm --filter @berth/cli record`. */
const recorded = readdirSync(root).flatMap((name) => {
  const folder = `${root}/${name}`
  // Holds because these files are ours, and the recorder's.
  const request = JSON.parse(readFileSync(`${folder}/request.json`, 'utf8')) as Request
  const { commands } = JSON.parse(readFileSync(`${folder}/oracle.json`, 'utf8')) as Oracle
  return Object.entries(commands).map(([line, oracle]) => ({ name, folder, request, line, oracle }))
})

/** Lists that the reference prints in the order of a Go map, which is another one each time. */
const isUnordered = (line: string) =>
  /--(services|volumes|networks|images|profiles)\b/.test(line) ||
  (line.includes('--variables') && !line.includes('--format'))

async function berth(folder: string, request: Request, line: string) {
  const { files = [], profiles = [], projectName, environment } = request
  const flags = [
    ...files.flatMap((file) => ['-f', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...(projectName === undefined ? [] : ['-p', projectName]),
  ]
  const world = fakeWorld({ cwd: folder, env: { HOME: '/home/ada', ...environment } })
  const status = await run([...flags, 'config', ...line.split(' ').filter(Boolean)], world)
  const hide = (text: string) => text.replaceAll(folder, '<folder>')
  return { status, out: hide(world.stdout()), err: hide(world.stderr()) }
}

describe('berth config', () => {
  it.each(recorded)('$name: "$line" prints and exits as the reference does', async (each) => {
    const { folder, request, line, oracle } = each
    const { status, out, err } = await berth(folder, request, line)
    const order = (lines: readonly string[]) => (isUnordered(line) ? lines.toSorted() : lines)
    expect({ status, out: order(out.split('\n')) }, err).toEqual({
      status: oracle.status,
      out: order(oracle.out),
    })
  })

  it('says what is wrong on standard error, and there only', async () => {
    const { out, err } = await berth(`${root}/broken`, {}, '--services')
    expect(out).toBe('')
    expect(err).toContain('compose.yaml:2:8: error COMPOSE_UNKNOWN_KEY')
  })

  it('warns on standard error, beside what it prints', async () => {
    const { out, err } = await berth(`${root}/variables`, { environment: { REQUIRED: 'x', ALSO: 'y' } }, '')
    expect(out).toContain('image: ')
    expect(err).toContain('warning COMPOSE_VARIABLE_UNSET: The "PLAIN" variable is not set.')
  })
})

describe('berth config --origins', () => {
  const environment = { TOKEN: 't0k3n', SHELL_ONLY: 'outside' }

  it('prints for every value which file and line set it, and no value of the environment', async () => {
    const { out } = await berth(`${root}/shop`, { environment }, '--origins web')
    const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))
    expect(lines).toEqual(
      expect.arrayContaining([
        'services.web.image  compose.override.yaml:3  nginx:${TAG:-1.29}-alpine',
        'services.web.restart  compose.yaml:3  always',
        'services.web.environment.ADDED  compose.override.yaml:4  1',
        'services.web.environment.FROM_FILE  web.env:1  ${NAME}',
        'services.web.environment.SHELL_ONLY  compose.yaml:13  null',
        'services.web.build.args.TOKEN  compose.yaml:9  null',
        'services.web.volumes[0].source  compose.yaml:16  <folder>/web',
      ]),
    )
    expect(out).not.toContain('t0k3n')
    expect(out).not.toContain('services.tool')
  })

  it('tells below which source gave each variable its value, and which are not used', async () => {
    const { out } = await berth(`${root}/shop`, { environment }, '--origins')
    const [, variables = ''] = out.split('\n\n')
    const lines = variables.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))
    expect(lines).toEqual(
      expect.arrayContaining([
        '$IDLE  .env:2  not used',
        '$PORT  .env:1  compose.yaml:15',
        '$TAG  default  compose.yaml:8, compose.override.yaml:3',
        '$TOKEN  environment  compose.yaml:9',
      ]),
    )
  })

  it('tells in JSON about the variables too', async () => {
    const { out } = await berth(`${root}/shop`, { environment }, '--origins --format json')
    const { values, variables } = JSON.parse(out)
    expect(values).toContainEqual(
      expect.objectContaining({ path: ['services', 'db', 'restart'], value: 'always' }),
    )
    expect(variables.used).toContainEqual(expect.objectContaining({ name: 'PORT', source: 'env-file' }))
    expect(variables.used).toContainEqual(expect.objectContaining({ name: 'TOKEN', source: 'environment' }))
    expect(variables.unused).toMatchObject([{ name: 'IDLE', range: { line: 2 } }])
    expect(out).not.toContain('t0k3n')
  })
})
