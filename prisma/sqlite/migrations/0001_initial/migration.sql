-- CreateTable
CREATE TABLE "Organisation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "incarnation" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Paris'
);

-- CreateTable
CREATE TABLE "Counter" (
    "year" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "last" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "Site" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "uai" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "phone" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Paris',
    "version" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Room" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL,
    "building" TEXT,
    "floor" TEXT,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Room_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Asset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL,
    "roomId" TEXT,
    "type" TEXT NOT NULL,
    "maker" TEXT,
    "model" TEXT,
    "serial" TEXT,
    "inventory" TEXT,
    "state" TEXT NOT NULL DEFAULT 'in_service',
    "critical" BOOLEAN NOT NULL DEFAULT false,
    "purchasedOn" TEXT,
    "warrantyUntil" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Asset_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Asset_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Sticker" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL,
    "assetId" TEXT,
    "roomId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'bound',
    CONSTRAINT "Sticker_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Sticker_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Sticker_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "login" TEXT NOT NULL,
    "givenName" TEXT NOT NULL,
    "familyName" TEXT NOT NULL,
    "phone" TEXT,
    "language" TEXT NOT NULL DEFAULT 'fr',
    "passwordHash" TEXT,
    "sessionVersion" INTEGER NOT NULL DEFAULT 0,
    "disabledAt" DATETIME
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "siteId" TEXT,
    CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,

    PRIMARY KEY ("teamId", "personId"),
    CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "TeamMember_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Origin" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "lastSeq" INTEGER NOT NULL DEFAULT 0,
    "settled" INTEGER NOT NULL DEFAULT 0,
    "lastContact" DATETIME NOT NULL,
    "lastAct" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Receipt" (
    "origin" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("origin", "seq")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER,
    "ordinal" INTEGER,
    "ticketId" TEXT,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "shownAt" DATETIME,
    "openedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Delivery" (
    "noticeId" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" DATETIME NOT NULL,
    "status" INTEGER,

    PRIMARY KEY ("noticeId", "subscriptionId"),
    CONSTRAINT "Delivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Subscription" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastContact" DATETIME NOT NULL,
    "lastShown" DATETIME,
    "failures" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Subscription_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Ticket" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "number" TEXT,
    "siteId" TEXT NOT NULL,
    "assetId" TEXT,
    "status" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "level" INTEGER NOT NULL,
    "teamId" TEXT,
    "requesterId" TEXT NOT NULL,
    "assigneeId" TEXT,
    "endedAt" DATETIME,
    "head" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "TicketPerson" (
    "ticketId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,

    PRIMARY KEY ("personId", "ticketId"),
    CONSTRAINT "TicketPerson_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ticketId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "actorId" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "data" JSONB NOT NULL,
    "origin" TEXT,
    "seq" INTEGER,
    CONSTRAINT "Event_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Exit" (
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "docId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    PRIMARY KEY ("personId", "kind", "docId")
);

-- CreateTable
CREATE TABLE "Photo" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "uploadedBy" TEXT NOT NULL,
    "storedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "TicketPhoto" (
    "ticketId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    PRIMARY KEY ("ticketId", "hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "Site_uai_key" ON "Site"("uai");

-- CreateIndex
CREATE INDEX "Site_version_idx" ON "Site"("version");

-- CreateIndex
CREATE INDEX "Room_siteId_version_idx" ON "Room"("siteId", "version");

-- CreateIndex
CREATE INDEX "Room_version_idx" ON "Room"("version");

-- CreateIndex
CREATE INDEX "Asset_siteId_version_idx" ON "Asset"("siteId", "version");

-- CreateIndex
CREATE INDEX "Asset_version_idx" ON "Asset"("version");

-- CreateIndex
CREATE INDEX "Sticker_assetId_idx" ON "Sticker"("assetId");

-- CreateIndex
CREATE INDEX "Sticker_roomId_idx" ON "Sticker"("roomId");

-- CreateIndex
CREATE UNIQUE INDEX "Person_login_key" ON "Person"("login");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE INDEX "Membership_siteId_idx" ON "Membership"("siteId");

-- CreateIndex
CREATE INDEX "TeamMember_personId_idx" ON "TeamMember"("personId");

-- CreateIndex
CREATE INDEX "Receipt_at_idx" ON "Receipt"("at");

-- CreateIndex
CREATE INDEX "Notice_state_idx" ON "Notice"("state");

-- CreateIndex
CREATE INDEX "Notice_ticketId_idx" ON "Notice"("ticketId");

-- CreateIndex
CREATE INDEX "Notice_personId_createdAt_idx" ON "Notice"("personId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_version_ordinal_key" ON "Notice"("version", "ordinal");

-- CreateIndex
CREATE INDEX "Delivery_state_nextAt_idx" ON "Delivery"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "Subscription_endpoint_key" ON "Subscription"("endpoint");

-- CreateIndex
CREATE INDEX "Subscription_personId_idx" ON "Subscription"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_number_key" ON "Ticket"("number");

-- CreateIndex
CREATE INDEX "Ticket_siteId_version_idx" ON "Ticket"("siteId", "version");

-- CreateIndex
CREATE INDEX "Ticket_siteId_open_idx" ON "Ticket"("siteId", "open");

-- CreateIndex
CREATE INDEX "Ticket_open_level_idx" ON "Ticket"("open", "level");

-- CreateIndex
CREATE INDEX "Ticket_assetId_idx" ON "Ticket"("assetId");

-- CreateIndex
CREATE INDEX "Ticket_version_idx" ON "Ticket"("version");

-- CreateIndex
CREATE INDEX "TicketPerson_ticketId_idx" ON "TicketPerson"("ticketId");

-- CreateIndex
CREATE INDEX "Event_ticketId_idx" ON "Event"("ticketId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_version_ordinal_key" ON "Event"("version", "ordinal");

-- CreateIndex
CREATE INDEX "Exit_personId_version_idx" ON "Exit"("personId", "version");

-- CreateIndex
CREATE INDEX "TicketPhoto_hash_idx" ON "TicketPhoto"("hash");


