import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskRequest, loadProjectFromDisk } from './node.ts'

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'compose-node-')))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Writes files below the test's folder. */
function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

const load = (request: Partial<DiskRequest> = {}) =>
  loadProjectFromDisk({ cwd: folder, environment: {}, ...request })

const image = (tag: string) => `services: {web: {image: "${tag}"}}\n`
const codes = (result: ReturnType<typeof load>) => result.diagnostics.map(({ code }) => code)

describe('loadProjectFromDisk', () => {
  it('finds the file and its override in a folder above', () => {
    write({ 'compose.yaml': image('a'), 'docker-compose.override.yml': image('b'), 'deep/er/x': '' })
    const { project, sources } = load({ cwd: join(folder, 'deep/er') })
    expect(project?.services.web?.image).toBe('b')
    expect(project?.workingDir).toBe(folder)
    expect([...sources.keys()]).toEqual([
      join(folder, 'compose.yaml'),
      join(folder, 'docker-compose.override.yml'),
    ])
  })

  it('prefers compose.yaml and warns about the others', () => {
    write({ 'docker-compose.yml': image('old'), 'compose.yaml': image('new') })
    const result = load()
    expect(result.project?.services.web?.image).toBe('new')
    expect(codes(result)).toEqual(['COMPOSE_SEVERAL_FILES'])
  })

  it('reads a text that it is given instead of the file, in both places where .env counts', () => {
    write({ 'compose.yaml': 'services: {web: {image: "a:${TAG}", env_file: .env}}\n', '.env': 'TAG=disk\n' })
    const { project } = load({ texts: new Map([[join(folder, '.env'), 'TAG=given\nSECRET=1\n']]) })
    expect(project?.services.web).toMatchObject({
      image: 'a:given',
      environment: { TAG: 'given', SECRET: '1' },
    })
  })

  it('says so when a named file is not there', () => {
    const result = load({ cwd: folder, files: ['nope.yaml'] })
    expect(codes(result)).toEqual(['COMPOSE_FILE_NOT_FOUND'])
    expect(result.project).toBeUndefined()
  })

  it('uses named files without looking for an override', () => {
    write({ 'a.yaml': image('a'), 'compose.override.yaml': image('never') })
    expect(load({ files: ['a.yaml'] }).project?.services.web?.image).toBe('a')
  })

  it('takes file names from COMPOSE_FILE, in the environment or in .env', () => {
    write({ 'a.yaml': image('a'), 'b.yaml': image('b'), '.env': 'COMPOSE_FILE=a.yaml:b.yaml\n' })
    expect(load().project?.services.web?.image).toBe('b')
    const environment = { COMPOSE_FILE: 'b.yaml,a.yaml', COMPOSE_PATH_SEPARATOR: ',' }
    expect(load({ environment }).project?.services.web?.image).toBe('a')
  })

  it('reads the .env of the folder one stands in before the one beside the file', () => {
    write({
      'compose.yaml': image('${A}-${B}'),
      '.env': 'A=above\nB=above\n',
      'below/.env': 'A=below\n',
    })
    expect(load({ cwd: join(folder, 'below') }).project?.services.web?.image).toBe('below-above')
  })

  it('reads other env files when they are named, and none when that is wanted', () => {
    write({ 'compose.yaml': image('x-${A:-none}'), '.env': 'A=default\n', other: 'A=other\n' })
    const imageOf = (request: Partial<DiskRequest>) => load(request).project?.services.web?.image
    expect(imageOf({ envFiles: ['other'] })).toBe('x-other')
    expect(imageOf({ environment: { COMPOSE_ENV_FILES: 'other' } })).toBe('x-other')
    expect(imageOf({ environment: { COMPOSE_DISABLE_ENV_FILE: 'true' } })).toBe('x-none')
  })

  it('resolves paths against the project directory when one is given', () => {
    write({ 'files/compose.yaml': 'services: {web: {build: ./app, image: "$A"}}\n', 'home/.env': 'A=home\n' })
    const { project } = load({ files: ['files/compose.yaml'], projectDirectory: 'home' })
    expect(project).toMatchObject({
      name: 'home',
      workingDir: join(folder, 'home'),
      services: { web: { image: 'home', build: { context: join(folder, 'home/app') } } },
    })
  })

  it('takes the name and the profiles from the flags before the variables', () => {
    write({ 'compose.yaml': 'services: {a: {image: x, profiles: [one]}, b: {image: x, profiles: [two]}}\n' })
    const environment = { COMPOSE_PROJECT_NAME: 'variable', COMPOSE_PROFILES: 'one' }
    const names = (request: Partial<DiskRequest>) => {
      const { project } = load({ environment, ...request })
      return [project?.name, ...Object.keys(project?.services ?? {})]
    }
    expect(names({})).toEqual(['variable', 'a'])
    expect(names({ projectName: 'flag', profiles: ['two'] })).toEqual(['flag', 'b'])
  })

  it('reads the env files of services', () => {
    write({ 'compose.yaml': 'services: {web: {image: x, env_file: [a.env]}}\n', 'a.env': 'A=1\n' })
    expect(load().project?.services.web?.environment).toEqual({ A: '1' })
  })

  it('says what it could not read', () => {
    write({ 'compose.yaml': 'services: {web: {image: x, env_file: a-folder}}\n', 'a-folder/x': '' })
    expect(codes(load())).toContain('COMPOSE_FILE_UNREADABLE')
  })
})

describe('the roots', () => {
  it('let files inside be read, also through a link', () => {
    write({
      'app/compose.yaml': 'services: {web: {image: x, env_file: link.env}}\n',
      'app/real.env': 'A=1\n',
    })
    symlinkSync('real.env', join(folder, 'app/link.env'))
    const { project } = load({ cwd: join(folder, 'app'), roots: [join(folder, 'app')] })
    expect(project?.services.web?.environment).toEqual({ A: '1' })
  })

  it.each([
    ['a path that climbs out', '../secret.env'],
    ['an absolute path', '/etc/hostname'],
    ['a link that leads out', 'link.env'],
  ])('keep %s from being read', (_what, envFile) => {
    write({
      'app/compose.yaml': `services: {web: {image: x, env_file: ${envFile}}}\n`,
      'secret.env': 'S=1\n',
    })
    symlinkSync('../secret.env', join(folder, 'app/link.env'))
    const result = load({ cwd: join(folder, 'app'), roots: [join(folder, 'app')] })
    expect(codes(result)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
    expect(result.project).toBeUndefined()
    expect([...result.sources.keys()]).toEqual([join(folder, 'app/compose.yaml')])
  })

  it('keep compose files and .env outside from being read', () => {
    write({ 'compose.yaml': image('$S'), '.env': 'S=1\n', 'app/x': '' })
    const result = load({ cwd: join(folder, 'app'), roots: [join(folder, 'app')] })
    expect(codes(result)).toContain('COMPOSE_PATH_OUTSIDE_ROOTS')
    expect(result.sources.size).toBe(0)
  })

  it('may themselves be links', () => {
    write({ 'real/compose.yaml': image('$A'), 'real/.env': 'A=a\n' })
    symlinkSync('real', join(folder, 'link'))
    const { project } = load({ cwd: join(folder, 'link'), roots: [join(folder, 'link')] })
    expect(project).toMatchObject({ name: 'link', services: { web: { image: 'a' } } })
  })
})
