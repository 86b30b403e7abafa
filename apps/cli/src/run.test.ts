import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './run.ts'
import { fakeWorld } from './testing/fake-world.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  const text = [
    'name: shop',
    'services:',
    '  web:',
    '    image: ${TAG:-nginx}',
    '    depends_on: [db]',
    '    networks: [front]',
    '  db:',
    '    build: .',
    '    volumes: ["data:/data"]',
    '  tool:',
    '    image: tool',
    '    profiles: [tools]',
    'networks: { front: {} }',
    'volumes: { data: {} }',
  ]
  await writeFile(path.join(folder, 'compose.yaml'), `${text.join('\n')}\n`)
  await writeFile(path.join(folder, 'broken.yaml'), 'services:\n  web:\n    imgae: x\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function berth(line: string, env: Record<string, string> = {}) {
  const world = fakeWorld({ cwd: folder, env })
  const code = await run(line.split(' ').filter(Boolean), world)
  return { code, out: world.stdout(), err: world.stderr() }
}

describe('berth', () => {
  it('prints help and fails when nothing is asked', async () => {
    const { code, out, err } = await berth('')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^Usage:/)
  })

  it.each(['--help', '-h', 'help', 'up --help', '-h up', 'help up'])('prints help for "%s"', async (line) => {
    const { code, out, err } = await berth(line)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(line.includes('up') ? 'berth [OPTIONS] up' : 'berth [OPTIONS] COMMAND')
  })

  it.each(['version', '--version', '-v'])('tells its version for "%s"', async (line) => {
    expect((await berth(line)).out).toMatch(/^Berth \d+\.\d+\.\d+ \(keeps to Docker Compose \d/)
  })

  it('tells its version in JSON', async () => {
    expect(JSON.parse((await berth('version -f json')).out)).toMatchObject({ compose: '2.40.3' })
  })

  it.each([
    { line: 'upp', err: 'Did you mean `berth up`?' },
    { line: 'watch', err: "does not have Docker Compose's command `watch` yet" },
    { line: 'lgos', err: 'Did you mean `berth logs`?' },
    { line: 'help nothing', err: 'There is no command `berth nothing`' },
    { line: '--dry-run exec web ls', err: 'There is no plan of `berth exec` that --dry-run could show' },
    { line: 'ps --dry-run', err: 'does not have the flag --dry-run' },
    { line: 'up --force-recreate --no-recreate', err: 'cannot be given together' },
    { line: 'up wbe', err: 'Did you mean web?' },
    { line: 'up --scale web', err: "--scale needs SERVICE=N, not 'web'" },
    { line: 'config nothing', err: 'no such service: nothing' },
    { line: 'config --hash tool', err: 'no such service: tool' },
    { line: '-f nope.yaml up', err: 'COMPOSE_FILE_NOT_FOUND' },
    { line: '-f broken.yaml up', err: 'broken.yaml:3:5: error COMPOSE_UNKNOWN_KEY' },
    { line: '-p Shop config', err: 'Shop' },
    { line: 'up --attach db --no-deps web', err: 'cannot attach to services not included in up: db' },
    { line: 'up --exit-code-from nope', err: 'no such service: nope' },
    { line: 'up -d --attach db', err: '--detach and --attach cannot be given together' },
    { line: 'up -w', err: '`compose up`: files are not watched' },
    { line: 'scale web', err: 'invalid scale specifier: web' },
    { line: 'scale', err: 'needs at least one SERVICE=N' },
  ])('refuses "$line" and says why', async ({ line, err: text }) => {
    const { code, out, err } = await berth(line)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(text)
  })

  it('takes --menu, and says that there is none', async () => {
    const { err } = await berth('up --menu', { DOCKER_HOST: `unix://${folder}/none.sock` })
    expect(err).toContain('warning: there is no menu')
    expect(err).toContain('ENGINE_UNREACHABLE')
  })

  it.each([
    { line: 'export', err: '`berth export` needs one service' },
    { line: 'export web db', err: '`berth export` needs one service' },
    { line: 'export nope', err: 'no such service: nope' },
    { line: 'down --rmi some', err: "--rmi does not know 'some'" },
    { line: '--parallel many up', err: "--parallel needs a whole number, not 'many'" },
  ])('refuses "$line", too', async ({ line, err: text }) => {
    const { code, err } = await berth(line)
    expect(code).toBe(1)
    expect(err).toContain(text)
  })

  it('names the address where no Engine answers', async () => {
    const { code, err } = await berth('ps', { DOCKER_HOST: `unix://${folder}/none.sock` })
    expect(code).toBe(1)
    expect(err).toContain(`ENGINE_UNREACHABLE: No Docker Engine answers at unix://${folder}/none.sock`)
    expect(err).toContain('fix:')
  })
})

describe('berth config', () => {
  it.each([
    { line: 'config --services', out: 'db\nweb\n' },
    { line: '--profile tools config --services', out: 'db\ntool\nweb\n' },
    { line: 'config tool --services', out: 'db\nweb\n' },
    { line: 'config tool --images', out: 'tool\n' },
    { line: 'config --volumes', out: 'data\n' },
    { line: 'config web --networks', out: 'default\nfront\n' },
    { line: 'config --images', out: 'shop-db\nnginx\n' },
    { line: 'config --profiles', out: 'tools\n' },
    { line: 'config -q', out: '' },
  ])('prints for "$line" what the reference prints', async ({ line, out }) => {
    expect(await berth(line)).toMatchObject({ code: 0, out })
  })

  it('prints only the named services, what they depend on, and what those use', async () => {
    const { out } = await berth('config --format json db')
    expect(JSON.parse(out)).toMatchObject({ services: { db: {} }, volumes: { data: { name: 'shop_data' } } })
    expect(Object.keys(JSON.parse(out).networks)).toEqual(['default'])
    expect(Object.keys(JSON.parse(out).services)).toEqual(['db'])
  })

  it('reads variables from the environment and a name from -p', async () => {
    const { out } = await berth('-p other config --format json', { TAG: 'caddy:2' })
    expect(JSON.parse(out)).toMatchObject({ name: 'other', services: { web: { image: 'caddy:2' } } })
  })

  it('ends JSON as the reference does, but not on a terminal', async () => {
    const world = fakeWorld({ cwd: folder, isTerminal: true })
    await run(['config', '--format', 'json'], world)
    expect(world.stdout()).toMatch(/}\n$/)
    expect((await berth('config --format json')).out).toMatch(/}$/)
  })

  it('writes to a file with -o, and says when it cannot', async () => {
    expect(await berth('config -o out.yaml')).toMatchObject({ code: 0, out: '' })
    expect((await berth('-f out.yaml config')).out).toBe((await berth('config')).out)
    expect((await berth('config -o no/such/out.yaml')).err).toContain('CLI_WRITE_FAILED')
  })
})
