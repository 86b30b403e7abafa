import type { ProjectSource, RecoveryPolicy } from '@berth/contract'
import type { CopyPort } from '../copies/isolate.ts'
import { type Db, isDuplicate } from '../db/client.ts'
import { madeMark } from '../operations/idempotency-store.ts'

export interface ProjectRecord {
  readonly name: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Relative to the project folder, sorted. */
  readonly files: readonly string[]
  /** The same, with what is known of each. */
  readonly rows: readonly FileRow[]
  readonly source: ProjectSource
  /** Its credentials, sealed. */
  readonly sourceSecret?: string
  readonly recovery: RecoveryPolicy
  /** Who registered it; absent in records of older versions. */
  readonly owner?: ProjectOwner
  /** Of a copy: the name of the project that it is one of. */
  readonly parent?: string
  /** Of a copy: epoch milliseconds; absent: until somebody deletes it. */
  readonly keptUntil?: number
  /** Of a copy: hours without use after which it is stopped; absent: never. */
  readonly idleHours?: number
  /** Of a copy: the ports that it has instead of those in its files, in the order of services. */
  readonly ports: readonly CopyPort[]
}

/** A user. The name is theirs then; ids are not given twice. */
export interface ProjectOwner {
  readonly userId: string
  readonly name: string
}

/** A file of a project. */
export interface FileRow {
  readonly path: string
  /** It is the repository's, not written by somebody here. */
  readonly isFromSource: boolean
  readonly isExecutable: boolean
}

/** A project that is registered, all at once. */
export interface NewProject {
  readonly name: string
  readonly rows: readonly FileRow[]
  /** Written here, unless said. */
  readonly source?: ProjectSource
  /** Credentials of the source, sealed. */
  readonly sourceSecret?: string
  readonly owner?: ProjectOwner | undefined
  readonly parent?: string
  readonly keptUntil?: number | undefined
  readonly idleHours?: number | undefined
  readonly ports?: readonly CopyPort[]
  /** Noted as used for it in the same breath: see {@link madeMark}. */
  readonly idempotencyKey?: string | undefined
}

/** Which projects are registered, and which files are theirs. */
export interface ProjectStore {
  /** Sorted by name. */
  list(): Promise<ProjectRecord[]>
  find(name: string): Promise<ProjectRecord | undefined>
  /** False when it exists already. */
  create(project: NewProject, now: number): Promise<boolean>
  /** Replaces the list of files. */
  update(name: string, files: readonly FileRow[], now: number): Promise<void>
  setSource(name: string, source: ProjectSource, secret: string | undefined): Promise<void>
  setRecovery(name: string, recovery: RecoveryPolicy): Promise<void>
  /** Undefined: until somebody deletes it. */
  setKeptUntil(name: string, keptUntil: number | undefined): Promise<void>
  /** Undefined: it is never stopped for want of use. */
  setIdleHours(name: string, hours: number | undefined): Promise<void>
  /** Instead of those that a copy has. */
  setPorts(name: string, ports: readonly CopyPort[]): Promise<void>
  /** The ports of all copies. */
  listPorts(): Promise<Pick<CopyPort, 'published' | 'protocol'>[]>
  delete(name: string): Promise<void>
}

export function createProjectStore(db: Db): ProjectStore {
  const include = { files: true, ports: true } as const
  return {
    list: async () => (await db.project.findMany({ include, orderBy: { name: 'asc' } })).map(toRecord),
    async find(name) {
      const row = await db.project.findUnique({ where: { name }, include })
      return row === null ? undefined : toRecord(row)
    },
    async create({ name, rows, source, sourceSecret, owner, parent, ports = [], ...more }, now) {
      const { idempotencyKey: key, keptUntil, idleHours } = more
      const at = new Date(now)
      const data = {
        name,
        createdAt: at,
        updatedAt: at,
        files: { create: rows.map((row) => ({ ...row })) },
        ...(source && { source: JSON.stringify(source) }),
        ...(sourceSecret !== undefined && { sourceSecret }),
        ...(owner && { ownerId: owner.userId, ownerName: owner.name }),
        ...(parent !== undefined && { parent }),
        ...(keptUntil !== undefined && { keptUntil: new Date(keptUntil) }),
        ...(idleHours !== undefined && { idleHours }),
        ports: { create: ports.map(toPortRow) },
      }
      const marks =
        key === undefined
          ? []
          : [db.idempotencyKey.update({ where: { key }, data: { operationId: madeMark } })]
      try {
        await db.$transaction([db.project.create({ data }), ...marks])
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },
    async update(name, files, now) {
      await db.$transaction([
        db.projectFile.deleteMany({ where: { projectName: name } }),
        db.project.update({
          where: { name },
          data: { updatedAt: new Date(now), files: { create: files.map((row) => ({ ...row })) } },
        }),
      ])
    },
    async setSource(name, source, secret) {
      const data = { source: JSON.stringify(source), sourceSecret: secret ?? null }
      await db.project.update({ where: { name }, data })
    },
    async setRecovery(name, recovery) {
      await db.project.updateMany({ where: { name }, data: { recovery } })
    },
    async setKeptUntil(name, keptUntil) {
      const data = { keptUntil: keptUntil === undefined ? null : new Date(keptUntil) }
      await db.project.updateMany({ where: { name }, data })
    },
    async setIdleHours(name, hours) {
      await db.project.updateMany({ where: { name }, data: { idleHours: hours ?? null } })
    },
    async setPorts(name, ports) {
      await db.$transaction([
        db.copyPort.deleteMany({ where: { projectName: name } }),
        db.copyPort.createMany({ data: ports.map((port) => ({ ...toPortRow(port), projectName: name })) }),
      ])
    },
    async listPorts() {
      const rows = await db.copyPort.findMany({ select: { port: true, protocol: true } })
      return rows.map(({ port, protocol }) => ({ published: port, protocol }))
    },
    async delete(name) {
      await db.project.deleteMany({ where: { name } })
    },
  }
}

interface ProjectRow {
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly files: readonly FileRow[]
  readonly source: string
  readonly sourceSecret: string | null
  readonly recovery: string
  readonly parent: string | null
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly keptUntil: Date | null
  readonly idleHours: number | null
  readonly ports: readonly PortRow[]
}

type PortRow = Omit<CopyPort, 'published'> & { readonly port: number }

const toPortRow = ({ published, service, target, protocol, ordinal, from }: CopyPort): PortRow => ({
  port: published,
  service,
  target,
  protocol,
  ordinal,
  from,
})

const toPort = ({ port, service, target, protocol, ordinal, from }: PortRow): CopyPort => ({
  published: port,
  service,
  target,
  protocol,
  ordinal,
  from,
})

/** By service, target, protocol and ordinal, so that equal ones are listed equally. Pure. */
const inOrder = (a: CopyPort, b: CopyPort) =>
  a.service.localeCompare(b.service, 'en') ||
  a.target - b.target ||
  a.protocol.localeCompare(b.protocol, 'en') ||
  a.ordinal - b.ordinal

const toRecord = ({
  name,
  createdAt,
  updatedAt,
  files,
  source,
  sourceSecret,
  recovery,
  parent,
  ownerId,
  ownerName,
  keptUntil,
  idleHours,
  ports,
}: ProjectRow): ProjectRecord => ({
  name,
  createdAt: createdAt.getTime(),
  updatedAt: updatedAt.getTime(),
  files: files.map(({ path }) => path).sort(),
  rows: files.map(({ path, isFromSource, isExecutable }) => ({ path, isFromSource, isExecutable })),
  // Safe, both: they are only ever written from these types.
  recovery: recovery as RecoveryPolicy,
  source: JSON.parse(source) as ProjectSource,
  ...(sourceSecret !== null && { sourceSecret }),
  ...(parent !== null && { parent }),
  ...(keptUntil !== null && { keptUntil: keptUntil.getTime() }),
  ...(idleHours !== null && { idleHours }),
  ...(ownerId !== null && { owner: { userId: ownerId, name: ownerName ?? '' } }),
  ports: ports.map(toPort).sort(inOrder),
})
