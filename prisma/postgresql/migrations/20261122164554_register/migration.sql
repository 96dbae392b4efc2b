-- DropForeignKey
ALTER TABLE "Sticker" DROP CONSTRAINT "Sticker_siteId_fkey";

-- AlterTable
ALTER TABLE "Asset" ADD COLUMN     "cost" INTEGER,
ADD COLUMN     "decision" JSONB,
ADD COLUMN     "facts" JSONB,
ADD COLUMN     "name" TEXT,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "orderNumber" TEXT,
ADD COLUMN     "search" TEXT,
ADD COLUMN     "seenAt" TIMESTAMP(3),
ADD COLUMN     "sources" JSONB,
ADD COLUMN     "supplier" TEXT,
ADD COLUMN     "vip" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "OneTimeLink" ADD COLUMN     "createdAt" TIMESTAMP(3),
ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "personId" TEXT;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "logo" TEXT,
ADD COLUMN     "printers" JSONB,
ADD COLUMN     "signIn" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "erasedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "sources" JSONB;

-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "academy" TEXT,
ADD COLUMN     "address" TEXT,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "postcode" TEXT,
ADD COLUMN     "pupils" INTEGER,
ADD COLUMN     "sources" JSONB;

-- AlterTable
ALTER TABLE "Sticker" ADD COLUMN     "batchId" TEXT,
ADD COLUMN     "boundAt" TIMESTAMP(3),
ADD COLUMN     "revokedAt" TIMESTAMP(3),
ALTER COLUMN "siteId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Ticket" DROP COLUMN "told";

-- CreateTable
CREATE TABLE "AssetFile" (
    "id" TEXT NOT NULL,
    "assetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AssetFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegisterEvent" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "siteId" TEXT,
    "actorId" TEXT,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "origin" TEXT,
    "seq" INTEGER,
    "importId" TEXT,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "RegisterEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StickerBatch" (
    "id" TEXT NOT NULL,
    "siteId" TEXT,
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StickerBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportSource" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImportSource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Round" (
    "id" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "report" JSONB,

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
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
    "at" TIMESTAMP(3) NOT NULL,
    "personId" TEXT NOT NULL,

    CONSTRAINT "Counted_pkey" PRIMARY KEY ("roundId","key")
);

-- CreateTable
CREATE TABLE "PublicReport" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "name" TEXT,
    "contact" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PublicReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignedIn" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "outside" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastSeen" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "wipe" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SignedIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" INTEGER NOT NULL,
    "transports" JSONB,
    "label" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastUsed" TIMESTAMP(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExternalAccount" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "linkedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ExternalAccount_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "ReadLog" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "ticketId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReadLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SecurityEvent" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "personId" TEXT,
    "address" TEXT,
    "data" JSONB,

    CONSTRAINT "SecurityEvent_pkey" PRIMARY KEY ("id")
);

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
CREATE INDEX "Asset_serial_idx" ON "Asset"("serial");

-- CreateIndex
CREATE INDEX "Asset_inventory_idx" ON "Asset"("inventory");

-- CreateIndex
CREATE INDEX "Mail_siteId_state_idx" ON "Mail"("siteId", "state");

-- CreateIndex
CREATE INDEX "OneTimeLink_personId_idx" ON "OneTimeLink"("personId");

-- CreateIndex
CREATE INDEX "Sticker_siteId_state_idx" ON "Sticker"("siteId", "state");

-- CreateIndex
CREATE INDEX "Sticker_batchId_idx" ON "Sticker"("batchId");

-- AddForeignKey
ALTER TABLE "AssetFile" ADD CONSTRAINT "AssetFile_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sticker" ADD CONSTRAINT "Sticker_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignedIn" ADD CONSTRAINT "SignedIn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalAccount" ADD CONSTRAINT "ExternalAccount_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


