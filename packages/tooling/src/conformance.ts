/**
 * Compares our loader with the real Docker Compose CLI on every compose file below some folders; `--help` says more.
 *
 * usage: COMPOSE_CLI=/path/to/docker-compose pnpm conformance [--flags] FOLDER…
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { composeCliMissing, findComposeCli } from './compose-cli.ts'
import { compare } from './conformance/compare.ts'
import { compareFlags } from './conformance/compare-flags.ts'
import { findProjects } from './conformance/find-projects.ts'
import { root } from './testing/step.ts'

const help = `usage: pnpm conformance [--flags] FOLDER…

Compares our loader with the real Docker Compose 2.40.3 on every compose file below the folders: the JSON and the
hashes that both print, and which files they refuse. Uses the program that COMPOSE_CLI names, else docker-compose
or docker compose on the PATH.

Compose files are YAML files with "compose" in their name, and others with services: or include: at the top. One
with a default name is loaded as the folder is (with its override and .env), any other with -f.

With --flags each project is also compared under another flag of config, such as --no-interpolate or --images, in
turn.

Ends with 1 when a difference has no row in docs/compose-differences.md.`

const words = process.argv.slice(2)
const withFlags = words.includes('--flags')
const folders = words.filter((word) => word !== '--flags')
if (folders.length === 0 || folders.includes('--help')) {
  console.log(help)
  process.exit(folders.length === 0 ? 2 : 0)
}
const missing = folders.find((folder) => !existsSync(folder))
const cli = findComposeCli(process.env.COMPOSE_CLI)
if (missing !== undefined || cli === undefined) {
  console.error(missing === undefined ? composeCliMissing : `There is no folder ${missing}.`)
  process.exit(2)
}

const known = knownDifferences()
const counts = { equal: 0, known: 0, differ: 0 }
let turn = 0
for (const folder of folders) {
  for (const project of findProjects(path.resolve(folder))) {
    const difference =
      compare(project, cli) ?? (withFlags ? await compareFlags(project, cli, turn++) : undefined)
    const rule = known.find((words) => difference?.includes(words))
    counts[difference === undefined ? 'equal' : rule === undefined ? 'differ' : 'known']++
    if (difference !== undefined) {
      console.log(`${path.relative(process.cwd(), project.file)}${rule ? ' (known)' : ''}\n  ${difference}`)
    }
  }
}
console.log(`compared with Docker Compose ${cli.version}; ${counts.known} known differences`)
console.log(`conformance: ${counts.equal} equal, ${counts.differ + counts.known} differ`)
process.exitCode = counts.differ === 0 ? 0 : 1

/** The words by which docs/compose-differences.md knows a difference: the first cells of its first table. */
function knownDifferences(): string[] {
  const text = readFileSync(path.join(root, 'docs/compose-differences.md'), 'utf8')
  const [table = ''] = text.split('## Cases')
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, words = '']) => words)
}
