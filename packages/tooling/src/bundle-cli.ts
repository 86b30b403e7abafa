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
const yamlModules = path.resolve(import.meta.dirname, '../../compose/node_modules/yaml/browser/dist/index.js')
const bundle = await rolldown({
  input: path.join(cli, 'src/main.ts'),
  platform: 'node',
  external: [/^node:/, /^@berth\/docker-engine/],
  // The build of `yaml` for browsers is made of modules, so that what is not needed stays out.
  resolve: { alias: { yaml: yamlModules } },
  logLevel: 'warn',
})
const { output } = await bundle.write({
  dir: path.join(cli, 'dist'),
  // Node starts CommonJS a quarter sooner: it neither links modules nor looks into its own.
  format: 'cjs',
  // Less to read; names stay, for whoever has to read a stack.
  minify: { compress: true, mangle: false },
  cleanDir: true,
  entryFileNames: 'berth.cjs',
  chunkFileNames: '[name]-[hash].cjs',
})
await bundle.close()
console.log(`wrote apps/cli/dist (${output.length} files)`)
