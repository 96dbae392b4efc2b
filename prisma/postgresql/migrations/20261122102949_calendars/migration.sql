-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "calendars" TEXT;


