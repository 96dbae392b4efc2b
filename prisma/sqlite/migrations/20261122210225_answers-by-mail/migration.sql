-- CreateTable
CREATE TABLE "Incoming" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "address" TEXT,
    "personId" TEXT,
    "siteId" TEXT,
    "ticketId" TEXT,
    "outcome" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Inbox" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "uidValidity" TEXT NOT NULL,
    "lastUid" INTEGER NOT NULL,
    "lookedAt" DATETIME NOT NULL,
    "trouble" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "Incoming_key_key" ON "Incoming"("key");

-- CreateIndex
CREATE INDEX "Incoming_at_idx" ON "Incoming"("at");

-- CreateIndex
CREATE INDEX "Incoming_siteId_at_idx" ON "Incoming"("siteId", "at");

-- CreateIndex
CREATE INDEX "Incoming_personId_at_idx" ON "Incoming"("personId", "at");


