import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>

const pragmas = [
  'PRAGMA journal_mode=WAL',
  'PRAGMA synchronous=NORMAL',
  'PRAGMA busy_timeout=5000',
  'PRAGMA foreign_keys=ON',
  'PRAGMA temp_store=MEMORY',
].join(';')

/**
 * The stock adapter shares one connection between everybody, so a query that another request sends while
 * a transaction is open runs inside that transaction, and is lost when it rolls back. Here such a query
 * waits for its turn.
 */
export class SerialSqlite extends PrismaBetterSqlite3 {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    await adapter.executeScript(pragmas)
    return inTurn(adapter)
  }
}

function inTurn(adapter: Adapter): Adapter {
  const queryRaw = adapter.queryRaw.bind(adapter)
  const executeRaw = adapter.executeRaw.bind(adapter)
  const startTransaction = adapter.startTransaction.bind(adapter)
  let open: Promise<void> | undefined
  const idle = async () => {
    // Another may have begun while this one waited.
    while (open !== undefined) await open
  }

  adapter.queryRaw = async (query) => {
    await idle()
    return queryRaw(query)
  }
  adapter.executeRaw = async (query) => {
    await idle()
    return executeRaw(query)
  }
  adapter.startTransaction = async (level) => {
    await idle()
    const { promise, resolve } = Promise.withResolvers<void>()
    open = promise
    const end = () => {
      open = undefined
      resolve()
    }
    try {
      return endingWith(await startTransaction(level), end)
    } catch (error) {
      end()
      throw error
    }
  }
  return adapter
}

function endingWith(transaction: Transaction, end: () => void): Transaction {
  const commit = transaction.commit.bind(transaction)
  const rollback = transaction.rollback.bind(transaction)
  transaction.commit = () => commit().finally(end)
  transaction.rollback = () => rollback().finally(end)
  return transaction
}
