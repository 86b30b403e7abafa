-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "actor" TEXT,
    "user" TEXT,
    "token" TEXT,
    "address" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "project" TEXT,
    "status" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "before" TEXT,
    "after" TEXT,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "AuditEntry_user_idx" ON "AuditEntry"("user");

-- CreateIndex
CREATE INDEX "AuditEntry_project_idx" ON "AuditEntry"("project");

-- CreateIndex
CREATE INDEX "AuditEntry_action_idx" ON "AuditEntry"("action");

-- Append-only, also for whoever can write to the database by other ways than this server's.
CREATE TRIGGER "AuditEntry_update" BEFORE UPDATE ON "AuditEntry" BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only');
END;
CREATE TRIGGER "AuditEntry_delete" BEFORE DELETE ON "AuditEntry" BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only');
END;
