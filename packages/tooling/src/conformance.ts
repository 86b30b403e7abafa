/**
 * Compares our loader with the real Docker Compose CLI on every compose file below some folders: the JSON and
 * the hashes that both print, and which files they refuse.
 *
 * A file is compared as `docker compose config` would find it: by itself when it has a default name, with its
 * override and `.env`; else with `-f`. Compose files are those with "compose" in their name, and other YAML
 * files with `services:` or `include:` at the top.
 *
 * Ends with `conformance: N equal, N differ` and with 1 when a difference has no row in
 * docs/compose-differences.md.
 *
 * usage: COMPOSE_CLI=/path/to/docker-compose pnpm conformance FOLDER…
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compare } from './conformance/compare.ts'
import { findProjects } from './conformance/find-projects.ts'
import { root } from './testing/step.ts'

const { COMPOSE_CLI: cli } = process.env
const folders = process.argv.slice(2)
if (cli === undefined || !existsSync(cli) || folders.length === 0) {
  console.error(
    'usage: COMPOSE_CLI=/path/to/docker-compose pnpm conformance FOLDER…\nThe program must be Docker Compose 2.40.3.',
  )
  process.exit(2)
}

const version = execFileSync(cli, ['version', '--short'], { encoding: 'utf8' }).trim()
const known = knownDifferences()
const counts = { equal: 0, known: 0, differ: 0 }
for (const folder of folders) {
  for (const project of findProjects(path.resolve(folder))) {
    const difference = compare(project, cli)
    const rule = known.find((words) => difference?.includes(words))
    counts[difference === undefined ? 'equal' : rule === undefined ? 'differ' : 'known']++
    if (difference !== undefined) {
      console.log(`${path.relative(process.cwd(), project.file)}${rule ? ' (known)' : ''}\n  ${difference}`)
    }
  }
}
console.log(`compared with Docker Compose ${version}; ${counts.known} known differences`)
console.log(`conformance: ${counts.equal} equal, ${counts.differ + counts.known} differ`)
process.exitCode = counts.differ === 0 ? 0 : 1

/** The words by which docs/compose-differences.md knows a difference: the first cell of each row. */
function knownDifferences(): string[] {
  const text = readFileSync(path.join(root, 'docs/compose-differences.md'), 'utf8')
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, words = '']) => words)
}
