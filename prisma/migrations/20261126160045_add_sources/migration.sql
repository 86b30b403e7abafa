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
    "sourceSecret" TEXT
);
INSERT INTO "new_Project" ("createdAt", "deployedRevision", "lastRevision", "name", "updatedAt") SELECT "createdAt", "deployedRevision", "lastRevision", "name", "updatedAt" FROM "Project";
DROP TABLE "Project";
ALTER TABLE "new_Project" RENAME TO "Project";
CREATE TABLE "new_ProjectFile" (
    "projectName" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "isFromSource" BOOLEAN NOT NULL DEFAULT false,
    "isExecutable" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("projectName", "path"),
    CONSTRAINT "ProjectFile_projectName_fkey" FOREIGN KEY ("projectName") REFERENCES "Project" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ProjectFile" ("path", "projectName") SELECT "path", "projectName" FROM "ProjectFile";
DROP TABLE "ProjectFile";
ALTER TABLE "new_ProjectFile" RENAME TO "ProjectFile";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
