-- CreateTable
CREATE TABLE "Presence" (
    "personId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "until" TEXT,
    "deputyId" TEXT,

    CONSTRAINT "Presence_pkey" PRIMARY KEY ("personId","siteId")
);

-- CreateIndex
CREATE INDEX "Presence_siteId_idx" ON "Presence"("siteId");


