-- CreateTable
CREATE TABLE "Presence" (
    "personId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "until" TEXT,
    "deputyId" TEXT,

    PRIMARY KEY ("personId", "siteId")
);

-- CreateIndex
CREATE INDEX "Presence_siteId_idx" ON "Presence"("siteId");


