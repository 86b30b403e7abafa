/** Prints how long the first load in a new process takes, with reading the loader's own modules. Milliseconds. */
import { performance } from 'node:perf_hooks'

const [folder = ''] = process.argv.slice(2)
const start = performance.now()
const { loadProjectFromDisk } = await import('@berth/compose/node')
loadProjectFromDisk({ cwd: folder, environment: {} })
console.log(performance.now() - start)
