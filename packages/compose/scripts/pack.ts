/**
 * Makes the package as npm takes it: JavaScript, declarations and a package.json whose exports point at them.
 *
 * usage: pnpm --filter @berth/compose pack-for-npm [FOLDER]     then: npm publish FOLDER
 *
 * The folder is `dist/` beside this package's sources unless another is named; it is emptied first.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const home = resolve(import.meta.dirname, '..')
const root = resolve(home, '../..')
const folder = resolve(process.argv[2] ?? join(home, 'dist'))

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
execFileSync(
  join(root, 'node_modules/.bin/tsc'),
  ['-p', join(home, 'tsconfig.npm.json'), '--outDir', folder],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
copyFileSync(join(home, 'README.md'), join(folder, 'README.md'))
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
console.log(`wrote ${folder}`)

/** What the package says of itself here, with its exports in JavaScript and nothing that only matters here. */
function manifest() {
  const { name, version, description, type, keywords, exports } = readManifest(home)
  const { license } = readManifest(root)
  return {
    name,
    version,
    description,
    keywords,
    license,
    type,
    engines: { node: '>=20' },
    sideEffects: false,
    exports: Object.fromEntries(
      Object.entries(exports ?? {}).map(([entry, file]) => [entry, compiled(file)]),
    ),
  }
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly type?: string
  readonly license?: string
  readonly keywords?: readonly string[]
  readonly exports?: Readonly<Record<string, string>>
}

/** Safe to take for one: it is the repository's own. */
function readManifest(of: string): Manifest {
  return JSON.parse(readFileSync(join(of, 'package.json'), 'utf8'))
}

/** Types come first: the first condition that holds is taken. */
function compiled(source: string) {
  const path = source.replace('./src/', './').replace(/\.ts$/, '')
  return { types: `${path}.d.ts`, default: `${path}.js` }
}
