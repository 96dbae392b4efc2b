-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "sla" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "agentHash" TEXT,
ADD COLUMN     "vip" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "vip" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "service" JSONB;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "access" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "Ticket_access_siteId_idx" ON "Ticket"("access", "siteId");


