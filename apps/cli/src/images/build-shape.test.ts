import { loadProject, type Project } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { type BuildShapeFlags, buildShape } from './build-shape.ts'

const flags: BuildShapeFlags = {
  'build-arg': [],
  builder: undefined,
  'no-cache': false,
  provenance: undefined,
  pull: false,
  sbom: undefined,
  ssh: undefined,
}

const project = (): Project => {
  const file = '/shop/compose.yaml'
  const text =
    'name: shop\nservices:\n  web: {build: {context: ., args: {A: "1", B: "2"}}}\n  db: {image: redis}\n'
  const request = {
    files: [file],
    sources: new Map([[file, text]]),
    workingDir: '/shop',
    environment: {},
    envFiles: [],
  }
  const { project: loaded } = loadProject(request)
  if (loaded === undefined) throw new Error('the file of the test is broken')
  return loaded
}

const shaped = (given: Partial<BuildShapeFlags>, env = {}) =>
  buildShape({ ...flags, ...given }, env)(project())
const buildOf = (given: Partial<BuildShapeFlags>, env = {}) => {
  const result = shaped(given, env)
  return 'problem' in result ? result : result.services.web?.build
}

describe('the flags of build', () => {
  it('set arguments, over those of the files, and from the environment', () => {
    const build = buildOf({ 'build-arg': ['A=x=y', 'C', 'D'] }, { C: 'env' })
    expect(build).toMatchObject({ args: { A: 'x=y', B: '2', C: 'env' } })
    expect(build).not.toHaveProperty('args.D')
  })

  it('do every step anew, and ask the registries', () => {
    expect(buildOf({ 'no-cache': true, pull: true })).toMatchObject({ no_cache: true, pull: true })
  })

  it('say what is kept beside the images', () => {
    expect(buildOf({ provenance: 'mode=max', sbom: 'true' })).toMatchObject({
      provenance: 'mode=max',
      sbom: 'true',
    })
  })

  it.each([
    ['default', { id: 'default' }],
    ['', { id: 'default' }],
    ['key=/id', { id: 'key', path: '/id' }],
  ])('give the ssh key %j', (ssh, key) => {
    expect(buildOf({ ssh })).toMatchObject({ ssh: [key] })
  })

  it.each([
    [{ ssh: 'key' }, "--ssh needs 'default' or ID=PATH"],
    [{ builder: 'remote' }, '--builder remote cannot be used'],
  ])('refuse %j with a sentence', (given, words) => {
    expect(shaped(given)).toMatchObject({ problem: { message: expect.stringContaining(words) } })
  })
})
