import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Module } from 'node:module'
import path from 'node:path'
import { rolldown } from 'rolldown'

/**
 * Puts the `berth` command and the packages it stands on into a few files, apps/cli/dist. Reading several
 * hundred files was most of its start; see docs/adr/0018-command-as-one-bundle.md.
 *
 * The Engine's adapter stays outside: it loads dockerode from its own folder, and an error has to be of
 * one class on both sides.
 */
const cli = path.resolve(import.meta.dirname, '../../../apps/cli')
/** What Node puts around a CommonJS module. */
const [opening = '', closing = ''] = Module.wrap('|').split('|')
const bundle = await rolldown({
  input: path.join(cli, 'src/berth.ts'),
  platform: 'node',
  external: [/^node:/, /^@berth\/docker-engine/],
  logLevel: 'warn',
})
const { output } = await bundle.write({
  dir: path.join(cli, 'dist'),
  // Node starts CommonJS a quarter sooner: it neither links modules nor looks into its own.
  format: 'cjs',
  // Scripts that are run with code from a cache cannot import.
  dynamicImportInCjs: false,
  // A third less to read.
  minify: { compress: true, mangle: { toplevel: true } },
  // For src/source-stack.ts, which gives a stack its names back.
  sourcemap: 'hidden',
  sourcemapExcludeSources: true,
  // V8 keeps a text of one byte a character where it can.
  charset: 'ascii',
  cleanDir: true,
  // What the entry needs at once is one file, with names that start.cjs knows; the rest follows when it is asked for.
  codeSplitting: {
    groups: [
      {
        name: 'berth',
        test: (id) => /\/cli\/src\/berth\.ts$/.test(id) || id.includes('rolldown/runtime'),
        includeDependenciesRecursively: true,
      },
    ],
  },
  minifyInternalExports: false,
  // As start.cjs runs it: put around the text at every start, it was a copy of it all, twice.
  postBanner: ({ name }) => (name === 'berth' ? opening : ''),
  postFooter: ({ name }) => (name === 'berth' ? closing : ''),
  entryFileNames: 'entry.cjs',
  chunkFileNames: ({ name }) => (name === 'berth' ? 'berth.cjs' : '[name]-[hash].cjs'),
})
await bundle.close()
const launcher = readFileSync(path.join(cli, 'bin/berth'), 'utf8')
const flags = /^exec "\$node" (.+?) "\$entry"/ms.exec(launcher)?.[1]?.match(/--\S+/g)
if (!flags) throw new Error('apps/cli/bin/berth does not say with which flags it runs Node.')
const sample = path.join(import.meta.dirname, 'benchmark/shop')
// V8 takes compiled code only from a process with the same flags.
const fill = [...flags, path.join(cli, 'scripts/fill-code-cache.ts'), sample]
execFileSync(process.execPath, fill, { stdio: 'inherit' })
console.log(`wrote apps/cli/dist (${output.length} files)`)
