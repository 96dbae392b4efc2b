-- CreateTable
CREATE TABLE "SearchText" (
    "n" SERIAL NOT NULL,
    "ticketId" TEXT NOT NULL,
    "said" TEXT NOT NULL,
    "inside" TEXT NOT NULL,
    "support" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "SearchText_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "SearchWord" (
    "word" TEXT NOT NULL,
    "n" INTEGER NOT NULL,

    CONSTRAINT "SearchWord_pkey" PRIMARY KEY ("word","n")
);

-- CreateIndex
CREATE UNIQUE INDEX "SearchText_ticketId_key" ON "SearchText"("ticketId");


