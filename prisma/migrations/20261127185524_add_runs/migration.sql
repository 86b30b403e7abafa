-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "buildId" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "commit" TEXT,
    "state" TEXT NOT NULL,
    "cause" TEXT,
    "exitCode" INTEGER,
    "actor" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "queuedAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "durationMs" INTEGER,
    "services" TEXT NOT NULL DEFAULT '[]',
    "notes" TEXT NOT NULL DEFAULT '[]',
    "error" TEXT,
    "logTail" TEXT NOT NULL DEFAULT '[]',
    "artifacts" TEXT NOT NULL DEFAULT '[]',
    "images" TEXT NOT NULL DEFAULT '[]',
    "environment" TEXT NOT NULL DEFAULT 'none',
    "keptUntil" DATETIME,
    "cleanUpError" TEXT
);

-- CreateTable
CREATE TABLE "RunOutput" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "lines" TEXT NOT NULL,
    CONSTRAINT "RunOutput_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Run_name_key" ON "Run"("name");

-- CreateIndex
CREATE INDEX "Run_project_id_idx" ON "Run"("project", "id");

-- CreateIndex
CREATE INDEX "Run_environment_idx" ON "Run"("environment");

-- CreateIndex
CREATE UNIQUE INDEX "Run_project_buildId_key" ON "Run"("project", "buildId");

-- CreateIndex
CREATE INDEX "RunOutput_runId_id_idx" ON "RunOutput"("runId", "id");
