-- CreateTable
CREATE TABLE "KeptLog" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "operationId" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "removedAt" DATETIME NOT NULL,
    "isCut" BOOLEAN NOT NULL,
    "unreadable" TEXT,
    "lines" TEXT NOT NULL,
    CONSTRAINT "KeptLog_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "KeptLog_operationId_id_idx" ON "KeptLog"("operationId", "id");
