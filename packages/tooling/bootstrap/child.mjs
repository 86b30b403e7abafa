import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** npm hands its settings to what it runs. Of those only what leads to the registry concerns pnpm. */
const NPM_SETTING = /^npm_(config|package|lifecycle)_|^npm_(execpath|node_execpath|command)$/i
const KEPT_SETTING = /^npm_config_(.*registry|.*proxy|noproxy|cafile|ca|strict_ssl|userconfig|cache)$/i
const REMEMBERED_BYTES = 64 * 1024

/** @type {Set<ChildProcess>} */
const children = new Set()
/** @type {NodeJS.Signals | undefined} */
let stoppedBy

/**
 * Runs a program to its end. `tell` passes its output to stderr and returns the last of it; `collect`
 * keeps its stdout to itself; `inherit` and `ignore` return nothing.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {'tell' | 'collect' | 'inherit' | 'ignore'} output
 * @returns {Promise<{ code: number, output: string }>} never rejects; 127 when it cannot be started
 */
export function run(command, args, cwd = '.', output = 'tell') {
  const isPiped = output === 'tell' || output === 'collect'
  // In a group of its own, so that it gets one Ctrl-C, from here, and not another one from the terminal.
  const child = spawn(command, args, {
    cwd,
    stdio: isPiped ? ['ignore', 'pipe', 'pipe'] : output,
    detached: true,
    env: environment(),
  })
  let text = ''
  const keep = (/** @type {Buffer} */ chunk) => {
    text = (text + chunk).slice(-REMEMBERED_BYTES)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  if (output === 'tell') child.stdout?.pipe(process.stderr, { end: false })
  child.stderr?.pipe(process.stderr, { end: false })
  children.add(child)
  return new Promise((resolve) => {
    child.on('error', (error) => {
      children.delete(child)
      resolve({ code: 127, output: String(error) })
    })
    child.on('close', (code, signal) => {
      children.delete(child)
      const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
      // Asked to stop while setting up: there is nothing to go on with, and nothing to explain.
      if (stoppedBy !== undefined && output !== 'inherit') exitWith(128 + constants.signals[stoppedBy])
      resolve({ code: status, output: text })
    })
  })
}

/** @returns {never} */
export function exitWith(/** @type {number} */ code) {
  process.exit(code)
}

/** Passes signals on, and stops when npm has gone: it dies of a signal and tells nobody. */
export function watchParent() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => stopAll(signal))
  }
  if (process.env.npm_lifecycle_event === undefined) return
  const start = lineage()
  setInterval(() => {
    if (lineage() !== start && stoppedBy === undefined) stopAll('SIGTERM')
  }, 250).unref()
}

/** Our parent, and npm behind it where npm put a shell in between (seen on Linux only). */
function lineage() {
  const stat = readStat(process.ppid)
  return / \((sh|bash|dash|ash)\) /.test(stat)
    ? `${process.ppid} ${stat.split(') ')[1]?.split(' ')[1]}`
    : `${process.ppid}`
}

/** `pid (name) state parent …`, or nothing on platforms without /proc. */
function readStat(/** @type {number} */ pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

let lastSignalAt = 0

function stopAll(/** @type {NodeJS.Signals} */ signal) {
  // One Ctrl-C comes twice, from the terminal and from npm; a program may take the second as "at once".
  const isEcho = signal === stoppedBy && Date.now() - lastSignalAt < 1000
  if (isEcho) return
  lastSignalAt = Date.now()
  stoppedBy = signal
  if (children.size === 0) exitWith(128 + constants.signals[signal])
  for (const { pid } of children) if (pid !== undefined) signalGroup(pid, signal)
}

function signalGroup(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    // It ended by itself in this moment.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}

function environment() {
  const entries = Object.entries(process.env)
  return Object.fromEntries(entries.filter(([name]) => !NPM_SETTING.test(name) || KEPT_SETTING.test(name)))
}
