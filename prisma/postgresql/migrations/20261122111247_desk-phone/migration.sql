-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "desk" TEXT;


