import { PrismaClient } from './generated/client.ts'
import { SerialSqlite } from './serial-sqlite.ts'

/** The database. Only `db/` and the stores import it; everybody else is handed a store. */
export type Db = PrismaClient

/** Opens a migrated database. `file` is a path; close it with `$disconnect()`. */
export function openDb(file: string): Db {
  return new PrismaClient({ adapter: new SerialSqlite({ url: `file:${file}` }) })
}

/** Whether it answers, for `/readyz`. */
export async function isDbAlive(db: Db): Promise<boolean> {
  try {
    await db.$queryRaw`SELECT 1`
    return true
  } catch {
    // What failed is the answer.
    return false
  }
}

/** Narrows to the error of a unique constraint: somebody else wrote the same key first. */
export const isDuplicate = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'P2002'
