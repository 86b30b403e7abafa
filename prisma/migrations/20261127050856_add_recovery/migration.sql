-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "recovery" TEXT;
ALTER TABLE "Operation" ADD COLUMN "rolledBackTo" INTEGER;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Project" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "lastRevision" INTEGER NOT NULL DEFAULT 0,
    "deployedRevision" INTEGER,
    "source" TEXT NOT NULL DEFAULT '{"kind":"files"}',
    "sourceSecret" TEXT,
    "recovery" TEXT NOT NULL DEFAULT 'finish'
);
INSERT INTO "new_Project" ("createdAt", "deployedRevision", "lastRevision", "name", "source", "sourceSecret", "updatedAt") SELECT "createdAt", "deployedRevision", "lastRevision", "name", "source", "sourceSecret", "updatedAt" FROM "Project";
DROP TABLE "Project";
ALTER TABLE "new_Project" RENAME TO "Project";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
