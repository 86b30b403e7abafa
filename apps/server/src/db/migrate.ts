import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

// As `prisma migrate deploy` keeps it, so that either tool can carry on where the other stopped.
const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/** The database cannot be brought to this version; nothing of the failing migration remains in it. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

interface Applied {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: unknown
}

/**
 * Applies the migrations that `file` lacks, in the order of their names, each in a transaction.
 *
 * Synchronous; to be called before anything else opens the database.
 *
 * @returns the names of those applied now.
 * @throws {@link MigrationError} when an applied migration was edited, failed half-way or is not known
 *   here, which means that a newer version of Berth wrote the database.
 */
export function migrate(file: string, directory: string): string[] {
  const db = new Database(file)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('busy_timeout = 5000')
    // Before the transaction: inside one the pragma does nothing, and a table that is redefined would
    // cascade its DROP TABLE into the rows that refer to it.
    db.pragma('foreign_keys = OFF')
    db.exec(table)
    const known = readMigrations(directory)
    const applied = readApplied(db)
    refuseUnknown(applied, known)
    return known.filter((migration) => applyIfMissing(db, migration, applied)).map(({ name }) => name)
  } finally {
    db.close()
  }
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

function readMigrations(directory: string): Migration[] {
  return readdirSync(directory)
    .filter((name) => existsSync(path.join(directory, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const bytes = readFileSync(path.join(directory, name, 'migration.sql'))
      const checksum = createHash('sha256').update(bytes).digest('hex')
      return { name, sql: bytes.toString('utf8'), checksum }
    })
}

function readApplied(db: Database.Database): Map<string, Applied> {
  const rows = db
    .prepare<[], Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    .all()
  return new Map(rows.map((row) => [row.migration_name, row]))
}

function refuseUnknown(applied: ReadonlyMap<string, Applied>, known: readonly Migration[]): void {
  const names = new Set(known.map(({ name }) => name))
  const unknown = [...applied.keys()].filter((name) => !names.has(name))
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database was written by a newer version of Berth (${unknown.join(', ')}). Start that version, or restore a backup.`,
    )
  }
}

function applyIfMissing(db: Database.Database, migration: Migration, applied: Map<string, Applied>): boolean {
  const { name, sql, checksum } = migration
  const row = applied.get(name)
  if (row !== undefined) {
    if (!row.finished_at) throw new MigrationError(`Migration ${name} failed before; restore a backup.`)
    if (row.checksum !== checksum) {
      throw new MigrationError(`Migration ${name} was edited after it had been applied.`)
    }
    return false
  }
  const run = db.transaction(() => {
    const startedAt = Date.now()
    db.exec(sql)
    const dangling = db.pragma('foreign_key_check') as readonly unknown[]
    if (dangling.length > 0) {
      throw new MigrationError(`Migration ${name} would leave ${dangling.length} dangling references.`)
    }
    db.prepare(
      `INSERT INTO _prisma_migrations
         (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
       VALUES (?, ?, ?, ?, NULL, NULL, ?, 1)`,
    ).run(randomUUID(), checksum, Date.now(), name, startedAt)
  })
  run.immediate()
  return true
}
