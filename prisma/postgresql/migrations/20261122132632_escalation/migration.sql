-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "heldUntil" TIMESTAMP(3),
ADD COLUMN     "mailAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "alerts" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "email" TEXT,
ADD COLUMN     "emailRefusedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "mailbox" TEXT;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "told" JSONB,
ADD COLUMN     "wakeAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Announcement" (
    "id" TEXT NOT NULL,
    "siteId" TEXT,
    "text" TEXT NOT NULL,
    "tone" TEXT NOT NULL DEFAULT 'info',
    "from" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Announcement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OnCall" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "siteId" TEXT,
    "from" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OnCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Chain" (
    "ticketId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "stepAt" TIMESTAMP(3),
    "nextAt" TIMESTAMP(3),

    CONSTRAINT "Chain_pkey" PRIMARY KEY ("ticketId")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "personId" TEXT,
    "siteId" TEXT,
    "ticketId" TEXT,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3),
    "answer" TEXT,

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertChoice" (
    "personId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "channel" TEXT NOT NULL,

    CONSTRAINT "AlertChoice_pkey" PRIMARY KEY ("personId","topic","channel")
);

-- CreateIndex
CREATE INDEX "Announcement_until_idx" ON "Announcement"("until");

-- CreateIndex
CREATE INDEX "Announcement_siteId_idx" ON "Announcement"("siteId");

-- CreateIndex
CREATE INDEX "OnCall_until_idx" ON "OnCall"("until");

-- CreateIndex
CREATE INDEX "OnCall_personId_idx" ON "OnCall"("personId");

-- CreateIndex
CREATE INDEX "Chain_nextAt_idx" ON "Chain"("nextAt");

-- CreateIndex
CREATE INDEX "Chain_state_idx" ON "Chain"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Mail_key_key" ON "Mail"("key");

-- CreateIndex
CREATE INDEX "Mail_state_nextAt_idx" ON "Mail"("state", "nextAt");

-- CreateIndex
CREATE INDEX "Mail_ticketId_idx" ON "Mail"("ticketId");

-- CreateIndex
CREATE INDEX "Mail_personId_createdAt_idx" ON "Mail"("personId", "createdAt");

-- CreateIndex
CREATE INDEX "Mail_createdAt_idx" ON "Mail"("createdAt");

-- CreateIndex
CREATE INDEX "Notice_mailAt_idx" ON "Notice"("mailAt");

-- CreateIndex
CREATE INDEX "Ticket_wakeAt_idx" ON "Ticket"("wakeAt");


