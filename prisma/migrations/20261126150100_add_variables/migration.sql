-- CreateTable
CREATE TABLE "Variable" (
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isSecret" BOOLEAN NOT NULL,
    "sealed" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("project", "name")
);
