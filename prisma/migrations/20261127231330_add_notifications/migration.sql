-- AlterTable
ALTER TABLE "Project" ADD COLUMN "idleHours" INTEGER;

-- CreateTable
CREATE TABLE "CopyUse" (
    "projectName" TEXT NOT NULL PRIMARY KEY,
    "idleSeconds" INTEGER NOT NULL,
    "lookedAt" DATETIME NOT NULL,
    "counters" TEXT NOT NULL,
    "stopping" TEXT,
    CONSTRAINT "CopyUse_projectName_fkey" FOREIGN KEY ("projectName") REFERENCES "Project" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "operation" TEXT,
    "text" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "readAt" DATETIME,
    CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Notification_userId_id_idx" ON "Notification"("userId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_userId_subject_key" ON "Notification"("userId", "subject");
