import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const home = path.resolve(import.meta.dirname, '..')
const tsc = path.resolve(home, '../../node_modules/.bin/tsc')

/** A project of somebody who has installed the package, and nothing else of ours. */
let consumer: string

beforeAll(() => {
  consumer = mkdtempSync(path.join(tmpdir(), 'berth-npm-'))
  run(process.execPath, path.join(home, 'scripts/pack.ts'), path.join(consumer, 'packed'))
  cpSync(path.join(consumer, 'packed'), path.join(consumer, 'node_modules/@berth/compose'), {
    recursive: true,
  })
  writeFileSync(path.join(consumer, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    path.join(consumer, 'compose.yaml'),
    'services:\n  web:\n    image: nginx\n    prots: ["80"]\n',
  )
})

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { cwd: consumer, encoding: 'utf8' })

const program = `
import { formatDiagnostic, type Project } from '@berth/compose'
import { completeAt } from '@berth/compose/editor'
import { loadProjectFromDisk } from '@berth/compose/node'

const { project, diagnostics, sources } = loadProjectFromDisk({ cwd: '.', environment: {} })
const none: Project | undefined = project
console.log(none, typeof completeAt)
for (const diagnostic of diagnostics) console.log(formatDiagnostic(diagnostic, sources))
`

describe('the package for npm', () => {
  it('holds what it exports, and no dependency', () => {
    const manifest = JSON.parse(readFileSync(path.join(consumer, 'packed/package.json'), 'utf8'))
    expect(manifest).toMatchObject({
      name: '@berth/compose',
      license: 'MIT',
      exports: {
        '.': { types: './index.d.ts', default: './index.js' },
        './editor': { types: './editor.d.ts', default: './editor.js' },
        './node': { types: './node.d.ts', default: './node.js' },
      },
    })
    expect(manifest).not.toHaveProperty('private')
    expect(manifest).not.toHaveProperty('dependencies')
  })

  it.each([
    { resolution: 'nodenext', module: 'nodenext' },
    { resolution: 'bundler', module: 'esnext' },
  ])('is typed and runs for who resolves modules as $resolution', ({ resolution, module }) => {
    writeFileSync(path.join(consumer, 'main.ts'), program)
    run(
      tsc,
      '--strict',
      '--target',
      'es2022',
      '--module',
      module,
      '--moduleResolution',
      resolution,
      'main.ts',
    )
    const printed = run(process.execPath, 'main.js')
    expect(printed).toContain('undefined function')
    expect(printed).toContain('compose.yaml:4:5: error COMPOSE_UNKNOWN_KEY')
    expect(printed).toContain('Did you mean `ports`?')
  })
})
