import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Role } from '@berth/contract'
import type { Engine, EngineSessions } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine, type FakeEngineOptions } from '@berth/testkit'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { TokenScope } from '../access/scope.ts'
import { type App, buildApp } from '../app.ts'
import { createTokenStore } from '../auth/token-store.ts'
import { type Db, openDb } from '../db/client.ts'
import type { Dependencies } from '../dependencies.ts'
import { createMasks } from '../secrets/masks.ts'
import { makeDatabase } from './temporary-db.ts'
import { watchProblems } from './watch-problems.ts'

export interface TestServer {
  readonly app: App
  readonly http: FastifyInstance
  readonly engine: FakeEngine
  /** The object that the server holds: a test may put its own calls into it. */
  readonly appEngine: Engine & EngineSessions
  readonly dataDir: string
  /** Everything that was logged, one JSON object a line. */
  readonly logged: () => string
  /**
   * Calls as a token of the role; `nobody` calls without one. What is there is written over, as scripts do,
   * unless the request has an If-Match of its own: `undefined` sends none.
   */
  call(request: InjectOptions, role?: Role | 'nobody'): Promise<LightMyRequestResponse>
  /** The Authorization header of a role. */
  authorization(role: Role): Promise<string>
  /** The Authorization header of a new token that is held to some permissions or projects. */
  scoped(scope: TokenScope, role?: Role): Promise<string>
  /** Makes the first admin, and answers with the Cookie header of the session. */
  setUp(): Promise<string>
  /** The Authorization header of another user, made at the first call. */
  colleague(role: Role): Promise<string>
  /** Makes a user of another role of somebody, by name. */
  setRole(name: string, role: Role): Promise<void>
}

export interface TestServerOptions extends FakeEngineOptions {
  readonly config?: Partial<Dependencies['config']>
  readonly now?: () => number
  readonly pageFolder?: string
  /** Unless it is false, this machine may be asked by the server. */
  readonly allowLoopback?: boolean
  /** Instead of a new one. */
  readonly dataDir?: string
  /** Instead of a new one: that of a server before it. */
  readonly engine?: FakeEngine
}

export const origin = 'http://localhost'
export const admin = { name: 'ada', password: 'correct horse battery' }

/** The whole server on a temporary SQLite file and an Engine in memory; it ends with the test. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { config, now = Date.now, pageFolder, ...engineOptions } = options
  const dataDir = options.dataDir ?? (await temporaryFolder())
  makeDatabase(path.join(dataDir, 'berth.db'))
  const db = openDb(path.join(dataDir, 'berth.db'))
  const engine = options.engine ?? createFakeEngine({ images: [{ reference: 'busybox' }], ...engineOptions })
  const appEngine = { ...engine, endpoint: 'unix:///var/run/docker.sock' }
  const lines: string[] = []
  const masks = createMasks()
  const app = await buildApp({
    config: {
      host: '127.0.0.1',
      dataDir,
      trustProxy: false,
      allowedHosts: [],
      operationLimit: 4,
      runLimit: 4,
      operationDays: 90,
      projectRoots: [],
      revisionsKept: 50,
      revisionDays: 365,
      copyPorts: { first: 20_000, last: 29_999 },
      copyQuota: undefined,
      copyDays: undefined,
      copyIdleHours: undefined,
      policy: undefined,
      ...config,
    },
    db,
    engine: appEngine,
    log: pino(
      { level: 'debug', hooks: { streamWrite: masks.all } },
      { write: (line: string) => void lines.push(line) },
    ),
    masks,
    now,
    settleMs: 10,
    endLookMs: 20,
    idleLookMs: 20,
    allowLoopback: options.allowLoopback ?? true,
    pageFolder: pageFolder ?? path.join(dataDir, 'no-page'),
  })
  watchProblems(app.http)
  await app.http.ready()
  onTestFinished(async () => {
    await app.http.close()
    await db.$disconnect()
  })
  return {
    app,
    http: app.http,
    engine,
    appEngine,
    dataDir,
    logged: () => lines.join(''),
    ...callers(app),
    ...colleagues(db),
  }
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-server-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function callers({ http, issueSetupToken }: App) {
  const tokens = new Map<Role, string>()
  let session: Promise<string> | undefined

  const begin = async () => {
    const token = await issueSetupToken()
    const setUp = { method: 'POST', url: '/api/v1/setup', payload: { token, ...admin } } as const
    const signIn = { method: 'POST', url: '/api/v1/session', payload: admin } as const
    const reply = await http.inject(token === undefined ? signIn : setUp)
    const [cookie] = reply.cookies
    return `${cookie?.name}=${cookie?.value}`
  }
  const setUp = () => {
    session ??= begin()
    return session
  }

  const scoped = async (scope: TokenScope, role: Role = 'admin') => {
    const payload = { name: role, role, ...scope }
    const headers = { cookie: await setUp(), origin }
    const reply = await http.inject({ method: 'POST', url: '/api/v1/tokens', headers, payload })
    return `Bearer ${reply.json<{ secret: string }>().secret}`
  }
  const authorization = async (role: Role) => {
    const known = tokens.get(role) ?? (await scoped({}, role))
    tokens.set(role, known)
    return known
  }

  const call = async (request: InjectOptions, role: Role | 'nobody' = 'admin') => {
    const headers = {
      ...(role !== 'nobody' && { authorization: await authorization(role) }),
      ...((request.method === 'PUT' || request.method === 'DELETE') && { 'if-match': '*' }),
      ...request.headers,
    }
    const isSent = ([, value]: [string, unknown]) => value !== undefined
    return http.inject({ ...request, headers: Object.fromEntries(Object.entries(headers).filter(isSent)) })
  }
  return { setUp, authorization, scoped, call }
}

function colleagues(db: Db): Pick<TestServer, 'colleague' | 'setRole'> {
  const known = new Map<Role, Promise<string>>()
  const make = async (role: Role) => {
    const [now, id] = [Date.now(), `u-${role}`]
    const name = `grace-${role}`
    await db.user.create({ data: { id, name, role, passwordHash: '', createdAt: new Date(now) } })
    const expiresAt = now + 60 * 60_000
    const { secret } = await createTokenStore(db).create(
      { userId: id, name: 'hers', role, scope: {}, expiresAt },
      now,
    )
    return `Bearer ${secret}`
  }
  return {
    colleague(role) {
      const made = known.get(role) ?? make(role)
      known.set(role, made)
      return made
    },
    async setRole(name, role) {
      await db.user.update({ where: { name }, data: { role } })
    },
  }
}
