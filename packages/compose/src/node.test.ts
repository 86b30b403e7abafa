import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
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

describe('loadProjectFromDisk, for files that are not what they seem', () => {
  it('passes over a folder that is called .env', () => {
    write({ 'compose.yaml': image('x-${A:-none}'), '.env/bin/python': '' })
    expect(load()).toMatchObject({ project: { services: { web: { image: 'x-none' } } }, diagnostics: [] })
  })

  it('reads a compose file in UTF-16 by its mark', () => {
    const text = Buffer.from(`\ufeff${image('é')}`, 'utf16le')
    writeFileSync(join(folder, 'compose.yaml'), text)
    expect(load().project?.services.web?.image).toBe('é')
    writeFileSync(join(folder, 'compose.yaml'), text.swap16())
    expect(load().project?.services.web?.image).toBe('é')
  })

  it('says where a compose file is in no encoding that YAML has', () => {
    writeFileSync(join(folder, 'compose.yaml'), Buffer.from(image('caf\xe9'), 'latin1'))
    expect(load().diagnostics).toMatchObject([
      {
        code: 'COMPOSE_YAML_INVALID',
        message: expect.stringContaining('UTF-8'),
        range: { line: 1, column: 29 },
      },
    ])
  })

  it('reads no file that is larger than any project is', () => {
    write({ 'compose.yaml': 'services: {web: {image: x, env_file: a.env}}\n' })
    truncateSync(openFile('a.env'), 8_000_001)
    expect(codes(load())).toContain('COMPOSE_TOO_LARGE')
  })

  it('takes the empty device for an empty file', () => {
    write({ 'compose.yaml': 'services: {web: {image: x, env_file: /dev/null}}\n' })
    expect(load({ roots: [folder] }).project?.services.web).toMatchObject({ image: 'x' })
  })
})

/** Makes an empty file below the test's folder. */
function openFile(name: string): string {
  write({ [name]: '' })
  return join(folder, name)
}
