import { describe, expect, it } from 'vitest'
import { loadProject } from '../load.ts'

/** Loads /p/compose.yaml from these files; what is not among them does not exist. */
function load(files: Readonly<Record<string, string>>) {
  const sources = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]))
  const absent = new Set<string>()
  for (;;) {
    const request = { files: ['/p/compose.yaml'], sources, absent, workingDir: '/p', environment: {} }
    const result = loadProject(request)
    if (result.missing.length === 0) return result
    for (const path of result.missing) absent.add(path)
  }
}

const codes = (files: Readonly<Record<string, string>>) => [
  ...new Set(load(files).diagnostics.map(({ code }) => code)),
]

describe('files that name other files', () => {
  it('are asked for, one after the other', () => {
    const request = {
      files: ['/p/compose.yaml'],
      sources: new Map([
        [
          '/p/compose.yaml',
          'services: {a: {extends: {file: ../base/b.yaml, service: b}}}\ninclude: [c.yaml]',
        ],
        ['/p/.env', ''],
      ]),
      workingDir: '/p',
      environment: {},
    }
    expect(loadProject(request).missing).toEqual(['/base/b.yaml', '/p/c.yaml'])
  })

  it.each([
    ['extends', 'services: {a: {extends: {file: "https://x.org/r.git", service: b}}}'],
    ['include', 'include: ["oci://registry/stack"]\nservices: {a: {image: a}}'],
  ])('are refused where %s names a remote one', (_what, text) => {
    expect(codes({ 'compose.yaml': text })).toEqual(['COMPOSE_REMOTE_NOT_SUPPORTED'])
  })

  it('keep the place of a fault in the file that has it', () => {
    const { diagnostics } = load({
      'compose.yaml': 'services:\n  a: {extends: {file: x/base.yaml, service: b}}\n',
      'x/base.yaml': 'services:\n  b:\n    image: b\n    networks: [nope]\n',
    })
    expect(diagnostics).toMatchObject([
      { code: 'COMPOSE_UNDEFINED_NETWORK', range: { file: '/p/x/base.yaml', line: 4 } },
    ])
  })

  it('are bounded in how often they are included', () => {
    const files: Record<string, string> = {
      'compose.yaml': 'include: [l0.yaml, l0.yaml]\nservices: {a: {image: a}}',
    }
    for (let level = 0; level < 30; level++) {
      files[`l${level}.yaml`] = `include: [l${level + 1}.yaml, l${level + 1}.yaml]`
    }
    files['l30.yaml'] = 'services: {z: {image: z}}'
    expect(codes(files)).toEqual(['COMPOSE_TOO_LARGE'])
  })

  it('are bounded in how long a chain of services is', () => {
    const link = (index: number) => `  s${index}: {extends: s${index + 1}}`
    const chain = Array.from({ length: 200 }, (_, index) => link(index))
    const text = ['services:', ...chain, '  s200: {image: x}'].join('\n')
    expect(codes({ 'compose.yaml': text })).toEqual(['COMPOSE_TOO_LARGE'])
  })

  it('are bounded in how much services take over', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `W${index}`)
    const heirs = Array.from({ length: 600 }, (_, index) => `  h${index}: {extends: base}`)
    const text = ['services:', `  base: {image: x, expose: [${words}]}`, ...heirs].join('\n')
    expect(codes({ 'compose.yaml': text })).toEqual(['COMPOSE_TOO_LARGE'])
  })
})
