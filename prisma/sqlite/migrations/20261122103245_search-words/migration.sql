-- CreateTable
CREATE TABLE "SearchText" (
    "n" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ticketId" TEXT NOT NULL,
    "said" TEXT NOT NULL,
    "inside" TEXT NOT NULL,
    "support" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "version" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "SearchWord" (
    "word" TEXT NOT NULL,
    "n" INTEGER NOT NULL,

    PRIMARY KEY ("word", "n")
);

-- CreateIndex
CREATE UNIQUE INDEX "SearchText_ticketId_key" ON "SearchText"("ticketId");


