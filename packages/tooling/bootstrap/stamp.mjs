/**
 * Stamps say for which inputs a part of the set-up was last done. They hold a hash of the contents:
 * times change with every checkout.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = 'node_modules/.berth'
/** What tools write, and what does not end up in what is built. */
const IGNORED =
  /^(node_modules|dist|generated|e2e|fixtures|auto-imports\.d\.ts|components\.d\.ts|\..*)$|\.test(-d)?\.ts$/

/** @param {string[]} inputs files, folders and `folder/*\/file` */
export function hashOf(inputs) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of inputs.flatMap(expand).flatMap(filesIn)) {
    hash.update(`\0${file}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** True when `name` was stamped with `hash` and what it made is still there. */
export function isFresh(
  /** @type {string} */ name,
  /** @type {string} */ hash,
  /** @type {string[]} */ made,
) {
  const file = path.join(FOLDER, name)
  return made.every((output) => existsSync(output)) && existsSync(file) && readFileSync(file, 'utf8') === hash
}

export function stamp(/** @type {string} */ name, /** @type {string} */ hash) {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(path.join(FOLDER, name), hash)
}

/** @returns {string[]} */
function expand(/** @type {string} */ pattern) {
  const [folder, rest] = pattern.split('/*/')
  if (folder === undefined || rest === undefined) return [pattern]
  const inside = readdirSync(folder).sort()
  return inside.map((name) => `${folder}/${name}/${rest}`).filter((file) => existsSync(file))
}

/** @returns {string[]} */
function filesIn(/** @type {string} */ entry) {
  if (!statSync(entry).isDirectory()) return [entry]
  const inside = readdirSync(entry).sort()
  return inside.filter((name) => !IGNORED.test(name)).flatMap((name) => filesIn(`${entry}/${name}`))
}
