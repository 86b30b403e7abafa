import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadProject, type Service } from '@berth/compose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFlags } from '../args/parse.ts'
import { commands } from '../commands.ts'
import { type OneOffRequest, shapeOneOff } from './shape-one-off.ts'

const file = `
services:
  web:
    image: web
    command: [serve]
    entrypoint: [start]
    ports: ["8080:80"]
    environment: {A: "1", B: "2"}
    labels: {tier: front}
    volumes: ["data:/data", "/tmp:/host"]
    cap_add: [NET_ADMIN]
    cap_drop: [MKNOD]
    depends_on: [db]
  db: {image: db}
volumes: {data: {}}
`

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  await writeFile(path.join(folder, 'run.env'), 'B=file\nC=$A-c\n')
  await writeFile(path.join(folder, 'broken.env'), 'A=1\nB="open\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function shape(line: string): Service | { readonly problem: unknown } | undefined {
  const { project, environment } = loadProject({
    files: ['/shop/compose.yaml'],
    sources: new Map([['/shop/compose.yaml', file]]),
    workingDir: '/shop',
    environment: { FROM_HERE: 'here' },
    envFiles: [],
  })
  if (project === undefined) throw new Error('the file does not load')
  const flags = commands.run?.flags ?? {}
  const context = { command: 'berth run', flags, leftOut: {}, stopsAtFirstWord: true }
  const parsed = parseFlags(line.split(' ').filter(Boolean), context)
  if ('problem' in parsed) throw new Error(parsed.problem.message)
  const [service = '', ...command] = parsed.rest
  // Safe: the values were read by the flags of the command.
  const values = parsed.values as unknown as OneOffRequest['flags']
  const request = { service, command, flags: values, isTty: false, cwd: folder, home: '/home/ada' }
  const shaped = shapeOneOff(request)(project, environment)
  return 'problem' in shaped ? shaped : shaped.services[service]
}

describe('a service as it is run once', () => {
  it.each([
    { line: 'web', is: { command: ['serve'], entrypoint: ['start'], ports: [], tty: false } },
    { line: 'web ls -l', is: { command: ['ls', '-l'], entrypoint: ['start'] } },
    { line: '--entrypoint sh web', is: { command: [], entrypoint: ['sh'] } },
    { line: '--entrypoint= web ls', is: { command: ['ls'], entrypoint: [] } },
    { line: '-P web', is: { ports: [{ target: 80, published: '8080' }] } },
    {
      line: '-p 127.0.0.1:9090:90/udp web',
      is: { ports: [{ target: 90, published: '9090', host_ip: '127.0.0.1', protocol: 'udp' }] },
    },
    {
      line: '-e A=x=y -e FROM_HERE -e NOWHERE web',
      is: { environment: { A: 'x=y', B: '2', FROM_HERE: 'here' } },
    },
    {
      line: '-e A=x --env-from-file run.env web',
      is: { environment: { A: 'x', B: 'file', C: 'x-c' } },
    },
    { line: '-l tier=back -l a=b web', is: { labels: { tier: 'back', a: 'b' } } },
    { line: '-u 1:2 -w /src web', is: { user: '1:2', working_dir: '/src' } },
    { line: '--cap-add MKNOD web', is: { cap_add: ['NET_ADMIN', 'MKNOD'] } },
    { line: '--cap-drop NET_ADMIN web', is: { cap_drop: ['MKNOD', 'NET_ADMIN'] } },
    { line: 'web', is: { depends_on: { db: { condition: 'service_started' } } } },
    { line: '--no-deps web', is: { depends_on: {} } },
  ])('reads "$line"', ({ line, is }) => {
    expect(shape(line)).toMatchObject(is)
  })

  it('takes away what is not to be there', () => {
    expect(shape('--cap-add MKNOD web')).not.toHaveProperty('cap_drop')
    expect(shape('--cap-drop NET_ADMIN web')).not.toHaveProperty('cap_add')
    expect(shape('-e NOWHERE web')).not.toHaveProperty('environment.NOWHERE')
  })

  it('mounts besides, with paths from the folder of who asks', () => {
    expect(shape('-v ./src:/src:ro -v ~/x$y:/x -v data:/more web')).toMatchObject({
      volumes: [
        { source: 'data', target: '/data' },
        { source: '/tmp', target: '/host' },
        { type: 'bind', source: path.join(folder, 'src'), target: '/src', read_only: true },
        { type: 'bind', source: '/home/ada/x$y', target: '/x' },
        { type: 'volume', source: 'data', target: '/more' },
      ],
    })
  })

  it.each([
    { line: '-l tier web', message: "--label needs KEY=VALUE, not 'tier'" },
    { line: '-p abc web', message: '"abc" is not a container port (in "abc").' },
    { line: '-v aa:bb:cc:dd web', message: '"aa:bb:cc:dd" has too many colons.' },
    {
      line: '--env-from-file nowhere.env web',
      message: /nowhere\.env of --env-from-file cannot be read: ENOENT/,
    },
    { line: '--env-from-file broken.env web', message: /broken\.env:2: / },
  ])('tells what is wrong with "$line"', ({ line, message }) => {
    expect(shape(line)).toMatchObject({
      problem: {
        code: 'CLI_BAD_VALUE',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    })
  })
})
