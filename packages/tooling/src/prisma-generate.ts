/**
 * Generates the Prisma client into apps/server/src/db/generated, offline.
 *
 * usage: node packages/tooling/src/prisma-generate.ts
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')

const { status, stderr } = spawnSync(
  process.execPath,
  [cli, 'generate', '--no-hints', '--config', path.join(root, 'prisma/prisma.config.ts')],
  {
    encoding: 'utf8',
    env: {
      ...process.env,
      // The CLI downloads the schema engine although `generate` never runs it; any existing file will do.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  },
)
// On success it only says which files it read and how to import the client.
if (status === 0) console.log('generated apps/server/src/db/generated from prisma/schema.prisma')
else console.error(stderr)
process.exitCode = status ?? 1
