-- CreateTable
CREATE TABLE "Event" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "name" TEXT NOT NULL,
    "topics" TEXT NOT NULL,
    "project" TEXT,
    "operation" TEXT,
    "payload" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Event_project_seq_idx" ON "Event"("project", "seq");

-- CreateIndex
CREATE INDEX "Event_operation_seq_idx" ON "Event"("operation", "seq");

-- CreateIndex
CREATE INDEX "Event_at_idx" ON "Event"("at");
