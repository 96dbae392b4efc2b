-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "skills" JSONB;


