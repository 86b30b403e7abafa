-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "requestHash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "operationId" TEXT
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Operation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "userId" TEXT NOT NULL DEFAULT '',
    "trigger" TEXT NOT NULL DEFAULT 'user',
    "alsoFor" TEXT NOT NULL DEFAULT '[]',
    "options" TEXT NOT NULL,
    "plan" TEXT,
    "planDigest" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL,
    "queuedAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "services" TEXT NOT NULL,
    "notices" TEXT NOT NULL,
    "error" TEXT,
    "rolledBack" TEXT NOT NULL,
    "result" TEXT,
    "retryOf" TEXT,
    "resumes" TEXT,
    "resumedBy" TEXT
);
INSERT INTO "new_Operation" ("actor", "error", "finishedAt", "id", "kind", "notices", "options", "project", "queuedAt", "rolledBack", "services", "startedAt", "state", "version") SELECT "actor", "error", "finishedAt", "id", "kind", "notices", "options", "project", "queuedAt", "rolledBack", "services", "startedAt", "state", "version" FROM "Operation";
DROP TABLE "Operation";
ALTER TABLE "new_Operation" RENAME TO "Operation";
CREATE INDEX "Operation_project_id_idx" ON "Operation"("project", "id");
CREATE INDEX "Operation_state_idx" ON "Operation"("state");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");


-- Whose token it was has not been kept: it counts as the actor's own.
UPDATE "Operation" SET "actor" = json_set("actor", '$.user', json_extract("actor", '$.name'));
