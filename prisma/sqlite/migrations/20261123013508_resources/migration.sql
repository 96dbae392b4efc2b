-- AlterTable
ALTER TABLE "Site" ADD COLUMN "resources" JSONB;


