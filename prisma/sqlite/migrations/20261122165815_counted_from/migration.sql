-- AlterTable
ALTER TABLE "Counted" ADD COLUMN "fromRoomId" TEXT;


