-- AlterTable
ALTER TABLE "ExecSession" ADD COLUMN "containerUser" TEXT;
