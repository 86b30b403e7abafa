-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "role" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "role" TEXT;

-- CreateTable
CREATE TABLE "RolePolicy" (
    "role" TEXT NOT NULL PRIMARY KEY,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "updatedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "PolicyException" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "rule" TEXT NOT NULL,
    "project" TEXT,
    "userId" TEXT,
    "userName" TEXT,
    "reason" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    "revokedBy" TEXT
);

-- CreateIndex
CREATE INDEX "PolicyException_project_idx" ON "PolicyException"("project");

-- CreateIndex
CREATE INDEX "PolicyException_userId_idx" ON "PolicyException"("userId");
