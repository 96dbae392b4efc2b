-- AlterTable
ALTER TABLE "OneTimeLink" ADD COLUMN "createdAt" DATETIME;
ALTER TABLE "OneTimeLink" ADD COLUMN "createdBy" TEXT;
ALTER TABLE "OneTimeLink" ADD COLUMN "personId" TEXT;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN "logo" TEXT;
ALTER TABLE "Organisation" ADD COLUMN "printers" JSONB;
ALTER TABLE "Organisation" ADD COLUMN "signIn" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN "erasedAt" DATETIME;

-- AlterTable
ALTER TABLE "Room" ADD COLUMN "sources" JSONB;

-- AlterTable
ALTER TABLE "Site" ADD COLUMN "academy" TEXT;
ALTER TABLE "Site" ADD COLUMN "address" TEXT;
ALTER TABLE "Site" ADD COLUMN "kind" TEXT;
ALTER TABLE "Site" ADD COLUMN "postcode" TEXT;
ALTER TABLE "Site" ADD COLUMN "pupils" INTEGER;
ALTER TABLE "Site" ADD COLUMN "sources" JSONB;

-- CreateTable
CREATE TABLE "AssetFile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "assetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "AssetFile_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RegisterEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "siteId" TEXT,
    "actorId" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "origin" TEXT,
    "seq" INTEGER,
    "importId" TEXT,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "StickerBatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT,
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ImportSource" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT,
    "siteId" TEXT,
    "fileName" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "written" INTEGER NOT NULL DEFAULT 0,
    "report" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Round" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "report" JSONB
);

-- CreateTable
CREATE TABLE "Counted" (
    "roundId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "assetId" TEXT,
    "label" TEXT,
    "note" TEXT,
    "photo" TEXT,
    "how" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "personId" TEXT NOT NULL,

    PRIMARY KEY ("roundId", "key")
);

-- CreateTable
CREATE TABLE "PublicReport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "name" TEXT,
    "contact" TEXT,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SignedIn" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "outside" TEXT,
    "createdAt" DATETIME NOT NULL,
    "lastSeen" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "wipe" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "SignedIn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "publicKey" BLOB NOT NULL,
    "counter" INTEGER NOT NULL,
    "transports" JSONB,
    "label" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastUsed" DATETIME,
    CONSTRAINT "Passkey_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ExternalAccount" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "linkedAt" DATETIME NOT NULL,

    PRIMARY KEY ("provider", "subject"),
    CONSTRAINT "ExternalAccount_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReadLog" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SecurityEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "personId" TEXT,
    "address" TEXT,
    "data" JSONB
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Asset" (
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
    "charter" BOOLEAN,
    "purchasedOn" TEXT,
    "warrantyUntil" TEXT,
    "name" TEXT,
    "vip" BOOLEAN NOT NULL DEFAULT false,
    "cost" INTEGER,
    "supplier" TEXT,
    "orderNumber" TEXT,
    "note" TEXT,
    "sources" JSONB,
    "facts" JSONB,
    "seenAt" DATETIME,
    "decision" JSONB,
    "search" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Asset_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Asset_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Asset" ("charter", "critical", "id", "inventory", "maker", "model", "purchasedOn", "roomId", "serial", "siteId", "state", "type", "version", "warrantyUntil") SELECT "charter", "critical", "id", "inventory", "maker", "model", "purchasedOn", "roomId", "serial", "siteId", "state", "type", "version", "warrantyUntil" FROM "Asset";
DROP TABLE "Asset";
ALTER TABLE "new_Asset" RENAME TO "Asset";
CREATE INDEX "Asset_siteId_version_idx" ON "Asset"("siteId", "version");
CREATE INDEX "Asset_version_idx" ON "Asset"("version");
CREATE INDEX "Asset_serial_idx" ON "Asset"("serial");
CREATE INDEX "Asset_inventory_idx" ON "Asset"("inventory");
CREATE TABLE "new_Sticker" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT,
    "assetId" TEXT,
    "roomId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'bound',
    "batchId" TEXT,
    "boundAt" DATETIME,
    "revokedAt" DATETIME,
    CONSTRAINT "Sticker_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Sticker_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Sticker_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Sticker" ("assetId", "code", "roomId", "siteId", "state") SELECT "assetId", "code", "roomId", "siteId", "state" FROM "Sticker";
DROP TABLE "Sticker";
ALTER TABLE "new_Sticker" RENAME TO "Sticker";
CREATE INDEX "Sticker_assetId_idx" ON "Sticker"("assetId");
CREATE INDEX "Sticker_roomId_idx" ON "Sticker"("roomId");
CREATE INDEX "Sticker_siteId_state_idx" ON "Sticker"("siteId", "state");
CREATE INDEX "Sticker_batchId_idx" ON "Sticker"("batchId");
CREATE TABLE "new_Ticket" (
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
    "wakeAt" DATETIME,
    "access" BOOLEAN NOT NULL DEFAULT false,
    "head" JSONB NOT NULL
);
INSERT INTO "new_Ticket" ("access", "assetId", "assigneeId", "endedAt", "head", "id", "level", "number", "open", "requesterId", "siteId", "status", "teamId", "version", "wakeAt") SELECT "access", "assetId", "assigneeId", "endedAt", "head", "id", "level", "number", "open", "requesterId", "siteId", "status", "teamId", "version", "wakeAt" FROM "Ticket";
DROP TABLE "Ticket";
ALTER TABLE "new_Ticket" RENAME TO "Ticket";
CREATE UNIQUE INDEX "Ticket_number_key" ON "Ticket"("number");
CREATE INDEX "Ticket_siteId_version_idx" ON "Ticket"("siteId", "version");
CREATE INDEX "Ticket_siteId_open_idx" ON "Ticket"("siteId", "open");
CREATE INDEX "Ticket_open_level_idx" ON "Ticket"("open", "level");
CREATE INDEX "Ticket_assetId_idx" ON "Ticket"("assetId");
CREATE INDEX "Ticket_teamId_idx" ON "Ticket"("teamId");
CREATE INDEX "Ticket_access_siteId_idx" ON "Ticket"("access", "siteId");
CREATE INDEX "Ticket_endedAt_idx" ON "Ticket"("endedAt");
CREATE INDEX "Ticket_version_idx" ON "Ticket"("version");
CREATE INDEX "Ticket_wakeAt_idx" ON "Ticket"("wakeAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "AssetFile_assetId_idx" ON "AssetFile"("assetId");

-- CreateIndex
CREATE INDEX "AssetFile_hash_idx" ON "AssetFile"("hash");

-- CreateIndex
CREATE INDEX "RegisterEvent_subjectId_idx" ON "RegisterEvent"("subjectId");

-- CreateIndex
CREATE INDEX "RegisterEvent_importId_idx" ON "RegisterEvent"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "RegisterEvent_version_ordinal_key" ON "RegisterEvent"("version", "ordinal");

-- CreateIndex
CREATE INDEX "Import_createdAt_idx" ON "Import"("createdAt");

-- CreateIndex
CREATE INDEX "Round_siteId_startedAt_idx" ON "Round"("siteId", "startedAt");

-- CreateIndex
CREATE INDEX "Round_roomId_startedAt_idx" ON "Round"("roomId", "startedAt");

-- CreateIndex
CREATE INDEX "Counted_assetId_idx" ON "Counted"("assetId");

-- CreateIndex
CREATE INDEX "PublicReport_code_createdAt_idx" ON "PublicReport"("code", "createdAt");

-- CreateIndex
CREATE INDEX "PublicReport_ticketId_idx" ON "PublicReport"("ticketId");

-- CreateIndex
CREATE INDEX "SignedIn_personId_idx" ON "SignedIn"("personId");

-- CreateIndex
CREATE INDEX "SignedIn_outside_idx" ON "SignedIn"("outside");

-- CreateIndex
CREATE INDEX "Passkey_personId_idx" ON "Passkey"("personId");

-- CreateIndex
CREATE INDEX "ExternalAccount_personId_idx" ON "ExternalAccount"("personId");

-- CreateIndex
CREATE INDEX "ReadLog_ticketId_idx" ON "ReadLog"("ticketId");

-- CreateIndex
CREATE INDEX "ReadLog_at_idx" ON "ReadLog"("at");

-- CreateIndex
CREATE INDEX "SecurityEvent_at_idx" ON "SecurityEvent"("at");

-- CreateIndex
CREATE INDEX "SecurityEvent_personId_idx" ON "SecurityEvent"("personId");

-- CreateIndex
CREATE INDEX "Mail_siteId_state_idx" ON "Mail"("siteId", "state");

-- CreateIndex
CREATE INDEX "OneTimeLink_personId_idx" ON "OneTimeLink"("personId");


