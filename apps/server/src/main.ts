import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { connectEngine } from '@berth/docker-engine/dockerode'
import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { openDb } from './db/client.ts'
import { MigrationError, migrate } from './db/migrate.ts'
import { KeyError } from './secrets/key-file.ts'
import { createMasks } from './secrets/masks.ts'
import { version } from './version.ts'

/** How long running work may take to stop, in milliseconds. */
const graceMs = 10_000

const repository = path.resolve(import.meta.dirname, '../../..')

/** Starts the server, and stops it on SIGTERM, SIGINT or a fault. */
async function main(): Promise<void> {
  const config = readConfig()
  const { host, port, dataDir, logLevel, dockerHost } = config
  const masks = createMasks()
  const log = pino({ level: logLevel, base: null, hooks: { streamWrite: masks.all } }, await logStream())

  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const database = path.join(dataDir, 'berth.db')
  const applied = migrate(database, path.join(repository, 'prisma/migrations'))
  if (applied.length > 0) log.info({ applied }, 'brought the database up to date')

  const db = openDb(database)
  const engine = connectEngine(dockerHost === undefined ? {} : { host: dockerHost })
  const app = await buildApp({
    config,
    db,
    engine,
    log,
    masks,
    now: Date.now,
    pageFolder: path.join(repository, 'apps/web/dist'),
  })

  closeWithGrace({ delay: graceMs, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'stopping after a fault')
    else log.info({ signal }, 'stopping')
    await app.http.close()
    engine.close()
    await db.$disconnect()
  })

  await app.http.listen({ host, port })
  // Asked for, because BERTH_PORT=0 lets the system choose.
  const address = addressOf(host, portOf(app.http.server.address()) ?? port)
  const token = await app.issueSetupToken()
  const setUp = token === undefined ? '' : `Set up the first admin: ${address}/setup#token=${token}\n`
  process.stdout.write(`Berth ${version} is ready on ${address}\n${setUp}`)
}

/** JSON for machines; lines for a person who watches. */
async function logStream() {
  if (!process.stdout.isTTY) return process.stdout
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
}

/** What a browser on this machine opens: an address that means "all" is none. */
function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

const portOf = (bound: AddressInfo | string | null) => (typeof bound === 'object' ? bound?.port : undefined)

const isExplained = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof MigrationError || error instanceof KeyError

/** What a person can mend is told in a sentence, without a trace. */
function explain(error: unknown): string | undefined {
  if (isExplained(error)) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code, message } = error
  if (code === 'EADDRINUSE') {
    return `${message}\nAnother program, or another Berth, uses this port. Stop it, or set BERTH_PORT to a free one.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${message}\nSet BERTH_HOST to an address of this machine.`
  if (code === 'EACCES' || code === 'EROFS') {
    return `${message}\nSet BERTH_DATA_DIR to a folder that this user may write, and BERTH_PORT above 1023.`
  }
  return undefined
}

try {
  await main()
} catch (error) {
  const words = explain(error)
  console.error(words === undefined ? error : `Berth could not start.\n${words}`)
  process.exit(1)
}
