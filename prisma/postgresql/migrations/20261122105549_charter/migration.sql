-- AlterTable
ALTER TABLE "Asset" ADD COLUMN     "charter" BOOLEAN;


