-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "mergedInto" TEXT;


