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
  format: 'esm',
  cleanDir: true,
  entryFileNames: 'berth.mjs',
  chunkFileNames: '[name]-[hash].mjs',
})
await bundle.close()
console.log(`wrote apps/cli/dist (${output.length} files)`)
