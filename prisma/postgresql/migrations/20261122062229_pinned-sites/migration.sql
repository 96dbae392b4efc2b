-- CreateTable
CREATE TABLE "PinnedSite" (
    "personId" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,

    CONSTRAINT "PinnedSite_pkey" PRIMARY KEY ("personId","siteId")
);


