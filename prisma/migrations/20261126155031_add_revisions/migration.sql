-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "revision" INTEGER;

-- CreateTable
CREATE TABLE "Revision" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectName" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "author" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "isPinned" BOOLEAN NOT NULL,
    "rollbackOf" INTEGER,
    "operation" TEXT,
    "services" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    CONSTRAINT "Revision_projectName_fkey" FOREIGN KEY ("projectName") REFERENCES "Project" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RevisionFile" (
    "revisionId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "isExecutable" BOOLEAN NOT NULL,

    PRIMARY KEY ("revisionId", "path"),
    CONSTRAINT "RevisionFile_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Project" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "lastRevision" INTEGER NOT NULL DEFAULT 0,
    "deployedRevision" INTEGER
);
INSERT INTO "new_Project" ("createdAt", "name", "updatedAt") SELECT "createdAt", "name", "updatedAt" FROM "Project";
DROP TABLE "Project";
ALTER TABLE "new_Project" RENAME TO "Project";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Revision_projectName_number_key" ON "Revision"("projectName", "number");

-- CreateIndex
CREATE INDEX "RevisionFile_sha256_idx" ON "RevisionFile"("sha256");
