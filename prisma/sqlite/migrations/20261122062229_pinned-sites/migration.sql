-- CreateTable
CREATE TABLE "PinnedSite" (
    "personId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,

    PRIMARY KEY ("personId", "siteId")
);


