import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskRequest, loadModelFromDisk, loadProjectFromDisk } from '../node.ts'

/** Holds a project in `app`, and beside it what is none of its business. */
let folder: string
let app: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'compose-roots-')))
  app = join(folder, 'app')
  write({
    'secret.env': 'S=s3cr3t\n',
    'secret.yaml': 'services: {other: {image: s3cr3t}}\n',
    'app-too/secret.env': 'S=s3cr3t\n',
    'beyond/.env': 'S=s3cr3t\n',
    'beyond/compose.yaml': 'services: {other: {image: s3cr3t}}\n',
    'beyond/secret.env': 'S=s3cr3t\n',
    'app/own.env': 'S=own\n',
  })
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

const load = (request: Partial<DiskRequest> = {}) =>
  loadProjectFromDisk({ cwd: app, environment: {}, roots: [app], ...request })

const codes = (result: ReturnType<typeof load>) => result.diagnostics.map(({ code }) => code)
const service = (more: string) => `services: {web: {image: x, ${more}}}\n`

describe('the roots', () => {
  it.each([
    ['env_file: ../secret.env'],
    ['env_file: [{path: ../secret.env, required: false}]'],
    ['env_file: [{path: ../secret.env, format: raw}]'],
    ['label_file: ../secret.env'],
    ['env_file: ../app-too/secret.env'],
    ['env_file: out.env'],
    ['env_file: folder/secret.env'],
    ['env_file: ./a/./../../secret.env'],
    ['env_file: chain.env'],
    ['env_file: /etc/hostname'],
    ['env_file: /proc/self/environ'],
    ['extends: {file: ../secret.yaml, service: other}'],
    ['extends: {file: out.yaml, service: other}'],
  ])('keep `%s` from being read', (attribute) => {
    write({ 'app/compose.yaml': service(attribute), 'app/a/x': '' })
    symlinkSync('../secret.env', join(app, 'out.env'))
    symlinkSync(join(folder, 'secret.yaml'), join(app, 'out.yaml'))
    symlinkSync('out.env', join(app, 'chain.env'))
    symlinkSync('../beyond', join(app, 'folder'))
    const result = load()
    expect(codes(result)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
    expect(result.project).toBeUndefined()
    expect(textsOf(result)).not.toContain('s3cr3t')
  })

  it.each([
    ['[../secret.yaml]'],
    ['[../beyond/compose.yaml]'],
    ['[{path: compose.web.yaml, project_directory: ../beyond}]'],
    ['[{path: compose.web.yaml, env_file: ../secret.env}]'],
    ['[{path: [compose.web.yaml, ../secret.yaml]}]'],
    ['[folder/compose.yaml]'],
  ])('keep `include: %s` from reading', (include) => {
    write({ 'app/compose.yaml': `include: ${include}\n${service('')}`, 'app/compose.web.yaml': service('') })
    symlinkSync('../beyond', join(app, 'folder'))
    const result = load()
    expect(codes(result)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
    expect(textsOf(result)).not.toContain('s3cr3t')
  })

  it.each(['.env', 'compose.override.yaml'])('keep %s from being a link that leads out', (name) => {
    write({ 'app/compose.yaml': 'services: {web: {image: "$S"}}\n' })
    symlinkSync(name === '.env' ? '../secret.env' : '../secret.yaml', join(app, name))
    for (const result of [load(), loadModelFromDisk({ cwd: app, environment: {}, roots: [app] })]) {
      expect(result.diagnostics.map(({ code }) => code)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
      expect(textsOf(result)).not.toContain('s3cr3t')
    }
  })

  it('keep files of the request and of its variables from being read', () => {
    write({ 'app/compose.yaml': service('') })
    const requests: Partial<DiskRequest>[] = [
      { files: ['../secret.yaml'] },
      { envFiles: ['../secret.env'] },
      { environment: { COMPOSE_FILE: '../secret.yaml' } },
      { environment: { COMPOSE_ENV_FILES: '../secret.env' } },
      { projectDirectory: '../beyond' },
      { cwd: folder, files: ['app/compose.yaml', 'secret.yaml'] },
    ]
    for (const request of requests) {
      const result = load(request)
      expect(codes(result), JSON.stringify(request)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
      expect(textsOf(result)).not.toContain('s3cr3t')
    }
  })

  it('keep files named in .env from being read', () => {
    write({ 'app/compose.yaml': service(''), 'app/.env': 'COMPOSE_FILE=../secret.yaml\n' })
    const result = load()
    expect(codes(result)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
    expect(textsOf(result)).not.toContain('s3cr3t')
  })

  it('let links inside be followed, also to folders, and a root be a link', () => {
    write({ 'app/compose.yaml': service('env_file: [link.env, inner/own.env]'), 'app/deep/own.env': 'D=1\n' })
    symlinkSync('own.env', join(app, 'link.env'))
    symlinkSync('deep', join(app, 'inner'))
    symlinkSync('app', join(folder, 'root'))
    for (const root of [app, join(folder, 'root')]) {
      expect(load({ roots: [root] }).project?.services.web?.environment).toEqual({ S: 'own', D: '1' })
    }
  })

  it('take a link that leads in a circle, or nowhere, for a file that cannot be read', () => {
    write({ 'app/compose.yaml': service('env_file: [round.env]') })
    symlinkSync('round.env', join(app, 'round.env'))
    expect(codes(load())).toContain('COMPOSE_FILE_UNREADABLE')
    rmSync(join(app, 'round.env'))
    symlinkSync('gone.env', join(app, 'round.env'))
    expect(codes(load())).toEqual(['COMPOSE_ENV_FILE_NOT_FOUND'])
  })

  it('keep what does not end from being waited for', () => {
    write({ 'app/compose.yaml': service('env_file: pipe.env') })
    execFileSync('mkfifo', [join(app, 'pipe.env')])
    expect(codes(load())).toContain('COMPOSE_FILE_UNREADABLE')
  })

  it.each(['include: [folder]', `services: {web: {image: x, extends: {file: folder, service: a}}}`])(
    'know a folder where a file is wanted: %s',
    (text) => {
      write({ 'app/compose.yaml': `${text}\n`, 'app/folder/x': '' })
      expect(codes(load())).toContain('COMPOSE_FILE_UNREADABLE')
    },
  )

  it('let a second name of a file inside be read', () => {
    write({ 'app/compose.yaml': service('env_file: second.env') })
    linkSync(join(app, 'own.env'), join(app, 'second.env'))
    expect(load().project?.services.web?.environment).toEqual({ S: 'own' })
  })
})

/** What is told, without the one name that differs. */
const toldOf = ({ diagnostics }: ReturnType<typeof load>) =>
  JSON.stringify(diagnostics)
    .replaceAll('missing', 'secret')
    .replaceAll(/"length":\d+/g, '')

describe('what is outside of the roots', () => {
  it.each([
    ['env_file: ../secret.env'],
    ['env_file: ../beyond/secret.env'],
    ['env_file: ../secret.yaml/a.env'],
    ['env_file: [{path: ../secret.env, required: false}]'],
    ['label_file: ../secret.env'],
    ['env_file: out-secret.env'],
    ['env_file: [{path: out-secret.env, required: false}]'],
    ['env_file: twice-secret.env'],
    ['env_file: folder-secret/secret.env'],
    ['env_file: [{path: folder-secret/secret.env, required: false}]'],
    ['extends: {file: ../secret.yaml, service: other}'],
    ['extends: {file: out-secret.env, service: other}'],
  ])('is told the same and once, whether it is there or not: %s', (attribute) => {
    for (const name of ['secret', 'missing']) {
      symlinkSync(`../${name}.env`, join(app, `out-${name}.env`))
      symlinkSync(`out-${name}.env`, join(app, `twice-${name}.env`))
      symlinkSync(`../folder-${name}`, join(app, `folder-${name}`))
    }
    write({ 'folder-secret/secret.env': 'S=s3cr3t\n' })
    write({ 'app/compose.yaml': service(attribute) })
    const there = load()
    write({ 'app/compose.yaml': service(attribute.replaceAll('secret', 'missing')) })
    expect(toldOf(load())).toBe(toldOf(there))
    expect(codes(there).filter((code) => code === 'COMPOSE_PATH_OUTSIDE_ROOTS')).toHaveLength(1)
  })

  it.each([
    ['a file above', { 'compose.yaml': service('') }],
    ['all that is looked for', { 'compose.yaml': service(''), 'compose.override.yaml': '', '.env': 'A=1\n' }],
  ])('is not searched for a compose file: %s', (_what, files) => {
    const before = toldOf(load())
    write(files)
    expect(toldOf(load())).toBe(before)
    expect(codes(load())).toEqual(['COMPOSE_NO_FILE'])
  })

  it('is told the same of a compose file that is a link, and of a folder', () => {
    symlinkSync('../beyond/compose.yaml', join(app, 'compose.yaml'))
    const there = load()
    rmSync(join(app, 'compose.yaml'))
    symlinkSync('../beyond/compote.yaml', join(app, 'compose.yaml'))
    expect(toldOf(load())).toBe(toldOf(there).replaceAll('beyond/compose', 'beyond/compote'))
    expect(codes(there)).toEqual(['COMPOSE_PATH_OUTSIDE_ROOTS'])
    for (const projectDirectory of ['../beyond', '../nowhere']) {
      expect(codes(load({ projectDirectory }))).toEqual(['COMPOSE_PATH_OUTSIDE_ROOTS'])
    }
  })

  it('can be a link to the folder by which it is called', () => {
    write({ 'app/compose.yaml': service('env_file: [{path: gone.env, required: false}]') })
    symlinkSync('app', join(folder, 'called'))
    const result = load({ cwd: join(folder, 'called') })
    expect(result.diagnostics).toEqual([])
    expect(result.project).toBeDefined()
  })
})

const textsOf = ({ sources }: { readonly sources: ReadonlyMap<string, string> }) =>
  [...sources.values()].join()
