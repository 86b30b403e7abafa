import type { RevisionOutcome } from '@berth/contract'
import type { Db } from '../db/client.ts'
import type { RevisionFile, RevisionRecord } from './revision.ts'

/** What was deployed, per project. They go with their project. */
export interface RevisionStore {
  /** Gives it the next number of its project. */
  insert(revision: Omit<RevisionRecord, 'number'>, files: readonly RevisionFile[]): Promise<RevisionRecord>
  update(
    id: string,
    changes: Partial<Pick<RevisionRecord, 'outcome' | 'isPinned' | 'operation' | 'services'>>,
  ): Promise<void>
  find(project: string, number: number): Promise<RevisionRecord | undefined>
  latest(project: string): Promise<RevisionRecord | undefined>
  /** Newest first. */
  list(
    project: string,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<RevisionRecord[]>
  /** Sorted by path. */
  files(id: string): Promise<RevisionFile[]>
  delete(ids: readonly string[]): Promise<void>
  /** The number of the revision that a project runs. */
  deployed(project: string): Promise<number | undefined>
  setDeployed(project: string, number: number | undefined): Promise<void>
  /** Those that projects run. */
  listDeployed(): Promise<RevisionRecord[]>
  /** Ends what an earlier process left pending. */
  interruptPending(): Promise<void>
  /** Every content that a revision has. */
  hashes(): Promise<ReadonlySet<string>>
  projects(): Promise<string[]>
}

export function createRevisionStore(db: Db): RevisionStore {
  const key = (projectName: string, number: number) => ({ projectName_number: { projectName, number } })
  return {
    async insert(revision, files) {
      const { project } = revision
      const row = await db.$transaction(async (tx) => {
        const { lastRevision: number } = await tx.project.update({
          where: { name: project },
          data: { lastRevision: { increment: 1 } },
        })
        const data = { ...toColumns(revision), number, files: { create: files.map((file) => ({ ...file })) } }
        return tx.revision.create({ data })
      })
      return toRecord(row)
    },
    async update(id, { services, ...changes }) {
      const data = { ...changes, ...(services && { services: JSON.stringify(services) }) }
      await db.revision.updateMany({ where: { id }, data })
    },
    async find(project, number) {
      const row = await db.revision.findUnique({ where: key(project, number) })
      return row === null ? undefined : toRecord(row)
    },
    async latest(projectName) {
      const row = await db.revision.findFirst({ where: { projectName }, orderBy: { number: 'desc' } })
      return row === null ? undefined : toRecord(row)
    },
    async list(projectName, { limit, before }) {
      const where = { projectName, ...(before !== undefined && { number: { lt: before } }) }
      return (await db.revision.findMany({ where, orderBy: { number: 'desc' }, take: limit })).map(toRecord)
    },
    async files(revisionId) {
      const rows = await db.revisionFile.findMany({ where: { revisionId }, orderBy: { path: 'asc' } })
      return rows.map(({ revisionId: _id, ...file }) => file)
    },
    async delete(ids) {
      await db.revision.deleteMany({ where: { id: { in: [...ids] } } })
    },
    async deployed(name) {
      const row = await db.project.findUnique({ where: { name }, select: { deployedRevision: true } })
      return row?.deployedRevision ?? undefined
    },
    async setDeployed(name, number) {
      await db.project.updateMany({ where: { name }, data: { deployedRevision: number ?? null } })
    },
    async listDeployed() {
      const projects = await db.project.findMany({ where: { deployedRevision: { not: null } } })
      const where = projects.map(({ name, deployedRevision }) => ({
        projectName: name,
        number: deployedRevision ?? 0,
      }))
      return where.length === 0 ? [] : (await db.revision.findMany({ where: { OR: where } })).map(toRecord)
    },
    async interruptPending() {
      await db.revision.updateMany({ where: { outcome: 'pending' }, data: { outcome: 'interrupted' } })
    },
    async hashes() {
      const rows = await db.revisionFile.findMany({ distinct: 'sha256', select: { sha256: true } })
      return new Set(rows.map(({ sha256 }) => sha256))
    },
    async projects() {
      const rows = await db.revision.findMany({ distinct: 'projectName', select: { projectName: true } })
      return rows.map(({ projectName }) => projectName)
    },
  }
}

function toColumns({ project, createdAt, author, services, ...rest }: Omit<RevisionRecord, 'number'>) {
  return {
    ...rest,
    projectName: project,
    createdAt: new Date(createdAt),
    author: JSON.stringify(author),
    services: JSON.stringify(services),
  }
}

type RevisionRow = NonNullable<Awaited<ReturnType<Db['revision']['findUnique']>>>

// Safe, all of them: each column is only ever written from the type it is read as.
function toRecord({ projectName, rollbackOf, operation, ...row }: RevisionRow): RevisionRecord {
  return {
    ...row,
    project: projectName,
    createdAt: row.createdAt.getTime(),
    author: JSON.parse(row.author) as RevisionRecord['author'],
    outcome: row.outcome as RevisionOutcome,
    services: JSON.parse(row.services) as RevisionRecord['services'],
    ...(rollbackOf !== null && { rollbackOf }),
    ...(operation !== null && { operation }),
  }
}
