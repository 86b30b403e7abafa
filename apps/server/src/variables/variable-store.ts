import type { Db } from '../db/client.ts'

/** A variable as it is kept. */
export interface SealedVariable {
  readonly name: string
  readonly isSecret: boolean
  readonly sealed: string
}

/** The variables that Berth keeps itself. A scope is a project's name, or empty for all projects. */
export interface VariableStore {
  listAll(): Promise<(SealedVariable & { readonly scope: string })[]>
  save(scope: string, variable: SealedVariable, now: number): Promise<void>
  delete(scope: string, name: string): Promise<void>
  /** Instead of all that the scope has. */
  replace(scope: string, variables: readonly SealedVariable[], now: number): Promise<void>
}

export function createVariableStore(db: Db): VariableStore {
  return {
    async listAll() {
      const rows = await db.variable.findMany({ orderBy: [{ project: 'asc' }, { name: 'asc' }] })
      return rows.map(({ project, name, isSecret, sealed }) => ({ scope: project, name, isSecret, sealed }))
    },
    async save(project, { name, isSecret, sealed }, now) {
      const columns = { isSecret, sealed, updatedAt: new Date(now) }
      await db.variable.upsert({
        where: { project_name: { project, name } },
        create: { project, name, ...columns },
        update: columns,
      })
    },
    async delete(project, name) {
      await db.variable.deleteMany({ where: { project, name } })
    },
    async replace(project, variables, now) {
      const updatedAt = new Date(now)
      await db.$transaction([
        db.variable.deleteMany({ where: { project } }),
        db.variable.createMany({ data: variables.map((variable) => ({ project, ...variable, updatedAt })) }),
      ])
    },
  }
}
