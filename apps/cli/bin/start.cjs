/**
 * Starts the bundle that set-up made, with the code that set-up compiled: what Node itself keeps in its compile cache
 * is the outermost level of a file, and compiling the functions in it takes longer than all they do.
 */
const { existsSync, readFileSync } = require('node:fs')
const { createRequire, enableCompileCache, Module } = require('node:module')
const path = require('node:path')
const { Script } = require('node:vm')

const folder = path.join(__dirname, '../dist')
const file = path.join(folder, 'berth.cjs')
const cache = path.join(folder, 'berth.cache')
const laterCache = path.join(__dirname, '../../../node_modules/.berth/compile-cache')

/**
 * @typedef {typeof import('../src/berth.ts')} Berth what the bundle exports
 * @returns {{ berth: Berth, saveCode: () => Uint8Array }} with what V8 has compiled of it by then
 */
function load() {
  const script = new Script(readFileSync(file, 'utf8'), {
    filename: file,
    // V8 does not take code of another version, or that was compiled with other flags; then it compiles.
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  })
  const bundle = new Module(file)
  bundle.filename = file
  // The parts of the bundle that are loaded when they are needed ask for it by its file.
  require.cache[file] = bundle
  script.runInThisContext()(bundle.exports, requireFrom(file), bundle, file, folder)
  bundle.loaded = true
  return { berth: bundle.exports, saveCode: () => script.createCachedData() }
}

/**
 * @param {string} from
 * @returns {(id: string) => unknown} Node's `require`; what the bundle loads later is compiled once for all runs.
 */
function requireFrom(from) {
  const load = createRequire(from)
  return (id) => {
    if (!id.startsWith('node:')) enableCompileCache(laterCache)
    return load(id)
  }
}

if (require.main === module) void load().berth.runProcess()
else module.exports = { load, cache }
