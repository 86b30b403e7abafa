-- AlterTable
ALTER TABLE "Project" ADD COLUMN "ownerId" TEXT;
ALTER TABLE "Project" ADD COLUMN "ownerName" TEXT;
ALTER TABLE "Project" ADD COLUMN "parent" TEXT;

-- CreateTable
CREATE TABLE "CopyPort" (
    "port" INTEGER NOT NULL,
    "protocol" TEXT NOT NULL,
    "projectName" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "target" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "from" TEXT NOT NULL,

    PRIMARY KEY ("port", "protocol"),
    CONSTRAINT "CopyPort_projectName_fkey" FOREIGN KEY ("projectName") REFERENCES "Project" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "CopyPort_projectName_service_target_protocol_ordinal_key" ON "CopyPort"("projectName", "service", "target", "protocol", "ordinal");

-- CreateIndex
CREATE INDEX "Project_parent_idx" ON "Project"("parent");
