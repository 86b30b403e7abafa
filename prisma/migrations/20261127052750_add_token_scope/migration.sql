-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "permissions" TEXT;
ALTER TABLE "ApiToken" ADD COLUMN "projects" TEXT;
