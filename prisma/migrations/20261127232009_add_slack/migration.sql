-- CreateTable
CREATE TABLE "SlackSettings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "signingSecret" TEXT NOT NULL,
    "setBy" TEXT NOT NULL,
    "setAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SlackLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "team" TEXT NOT NULL,
    "slackUser" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "slackName" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "linkedAt" DATETIME NOT NULL,
    CONSTRAINT "SlackLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SlackLinkCode" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "codeHash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    CONSTRAINT "SlackLinkCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SlackCommand" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SlackAnswer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "responseUrl" TEXT NOT NULL,
    "thread" TEXT,
    "origin" TEXT NOT NULL,
    "askedAt" DATETIME NOT NULL,
    "operation" TEXT,
    "text" TEXT
);

-- CreateIndex
CREATE INDEX "SlackLink_userId_idx" ON "SlackLink"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "SlackLink_team_slackUser_key" ON "SlackLink"("team", "slackUser");

-- CreateIndex
CREATE UNIQUE INDEX "SlackLinkCode_codeHash_key" ON "SlackLinkCode"("codeHash");

-- CreateIndex
CREATE INDEX "SlackCommand_at_idx" ON "SlackCommand"("at");
