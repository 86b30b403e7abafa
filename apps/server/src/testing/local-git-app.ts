import path from 'node:path'
import { connectEngine } from '@berth/docker-engine/dockerode'
import { pino } from 'pino'
import { type App, buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { openDb } from '../db/client.ts'
import type { Dependencies } from '../dependencies.ts'
import { createMasks } from '../secrets/masks.ts'
import { makeDatabase } from './temporary-db.ts'

const repository = path.resolve(import.meta.dirname, '../../../..')

export interface LocalGitApp extends App {
  readonly url: string
  /** Stops it, and leaves its data. */
  stop(): Promise<void>
}

/**
 * The app of main.ts on a real Engine, with its page, in this process: only here it takes repositories of this
 * machine over plain http, as tests have no certificate, and its clock is the test's.
 */
export async function startLocalGitApp(
  environment: NodeJS.ProcessEnv,
  { now = Date.now, ...looks }: Partial<Pick<Dependencies, 'now' | 'idleLookMs' | 'endLookMs'>> = {},
): Promise<LocalGitApp> {
  const config = readConfig(environment)
  const masks = createMasks()
  makeDatabase(path.join(config.dataDir, 'berth.db'))
  const db = openDb(path.join(config.dataDir, 'berth.db'))
  const engine = connectEngine(config.dockerHost === undefined ? {} : { host: config.dockerHost })
  const app = await buildApp({
    config,
    db,
    engine,
    log: pino({ level: config.logLevel, hooks: { streamWrite: masks.all } }),
    masks,
    now,
    ...looks,
    allowLoopback: true,
    pageFolder: path.join(repository, 'apps/web/dist'),
  })
  const url = await app.http.listen({ host: '127.0.0.1', port: config.port })
  return {
    ...app,
    url,
    async stop() {
      await app.http.close()
      engine.close()
      await db.$disconnect()
    },
  }
}
