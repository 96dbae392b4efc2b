-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN "sla" JSONB;

-- AlterTable
ALTER TABLE "Site" ADD COLUMN "service" JSONB;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "login" TEXT NOT NULL,
    "givenName" TEXT NOT NULL,
    "familyName" TEXT NOT NULL,
    "phone" TEXT,
    "language" TEXT NOT NULL DEFAULT 'fr',
    "passwordHash" TEXT,
    "sessionVersion" INTEGER NOT NULL DEFAULT 0,
    "disabledAt" DATETIME,
    "vip" BOOLEAN NOT NULL DEFAULT false,
    "agentHash" TEXT
);
INSERT INTO "new_Person" ("disabledAt", "familyName", "givenName", "id", "language", "login", "passwordHash", "phone", "sessionVersion") SELECT "disabledAt", "familyName", "givenName", "id", "language", "login", "passwordHash", "phone", "sessionVersion" FROM "Person";
DROP TABLE "Person";
ALTER TABLE "new_Person" RENAME TO "Person";
CREATE UNIQUE INDEX "Person_login_key" ON "Person"("login");
CREATE TABLE "new_Room" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL,
    "building" TEXT,
    "floor" TEXT,
    "name" TEXT NOT NULL,
    "vip" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Room_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Room" ("building", "floor", "id", "name", "siteId", "version") SELECT "building", "floor", "id", "name", "siteId", "version" FROM "Room";
DROP TABLE "Room";
ALTER TABLE "new_Room" RENAME TO "Room";
CREATE INDEX "Room_siteId_version_idx" ON "Room"("siteId", "version");
CREATE INDEX "Room_version_idx" ON "Room"("version");
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
    "access" BOOLEAN NOT NULL DEFAULT false,
    "head" JSONB NOT NULL
);
INSERT INTO "new_Ticket" ("assetId", "assigneeId", "endedAt", "head", "id", "level", "number", "open", "requesterId", "siteId", "status", "teamId", "version") SELECT "assetId", "assigneeId", "endedAt", "head", "id", "level", "number", "open", "requesterId", "siteId", "status", "teamId", "version" FROM "Ticket";
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
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;


