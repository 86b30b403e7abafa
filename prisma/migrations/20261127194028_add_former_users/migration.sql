-- CreateTable
CREATE TABLE "FormerUser" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "deletedAt" DATETIME NOT NULL
);
