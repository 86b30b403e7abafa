-- AlterTable
ALTER TABLE "Project" ADD COLUMN "keptUntil" DATETIME;
