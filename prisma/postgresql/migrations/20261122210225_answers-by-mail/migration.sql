-- CreateTable
CREATE TABLE "Incoming" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "address" TEXT,
    "personId" TEXT,
    "siteId" TEXT,
    "ticketId" TEXT,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "Incoming_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Inbox" (
    "name" TEXT NOT NULL,
    "uidValidity" TEXT NOT NULL,
    "lastUid" INTEGER NOT NULL,
    "lookedAt" TIMESTAMP(3) NOT NULL,
    "trouble" TEXT,

    CONSTRAINT "Inbox_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Incoming_key_key" ON "Incoming"("key");

-- CreateIndex
CREATE INDEX "Incoming_at_idx" ON "Incoming"("at");

-- CreateIndex
CREATE INDEX "Incoming_siteId_at_idx" ON "Incoming"("siteId", "at");

-- CreateIndex
CREATE INDEX "Incoming_personId_at_idx" ON "Incoming"("personId", "at");


