-- AlterTable
ALTER TABLE "Notice" ADD COLUMN "heldUntil" DATETIME;
ALTER TABLE "Notice" ADD COLUMN "mailAt" DATETIME;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN "alerts" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN "email" TEXT;
ALTER TABLE "Person" ADD COLUMN "emailRefusedAt" DATETIME;

-- AlterTable
ALTER TABLE "Site" ADD COLUMN "mailbox" TEXT;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN "told" JSONB;
ALTER TABLE "Ticket" ADD COLUMN "wakeAt" DATETIME;

-- CreateTable
CREATE TABLE "Announcement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT,
    "text" TEXT NOT NULL,
    "tone" TEXT NOT NULL DEFAULT 'info',
    "from" DATETIME NOT NULL,
    "until" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OnCall" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "siteId" TEXT,
    "from" DATETIME NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Chain" (
    "ticketId" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "startedAt" DATETIME NOT NULL,
    "stepAt" DATETIME,
    "nextAt" DATETIME
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "nextAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "sentAt" DATETIME,
    "answer" TEXT
);

-- CreateTable
CREATE TABLE "AlertChoice" (
    "personId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "channel" TEXT NOT NULL,

    PRIMARY KEY ("personId", "topic", "channel")
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


