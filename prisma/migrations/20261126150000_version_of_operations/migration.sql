ALTER TABLE "Operation" RENAME COLUMN "revision" TO "version";
