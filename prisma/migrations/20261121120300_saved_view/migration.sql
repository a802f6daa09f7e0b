-- Searches that people keep under a name, for themselves or for all. Removed ones stay, with who removed them and when.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_how" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,
    "changed_how" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_view_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
    CONSTRAINT "saved_view_query_length" CHECK (char_length("query") <= 16384),
    CONSTRAINT "saved_view_created_how" CHECK ("created_how" IN ('proxy', 'stated', 'unknown')),
    CONSTRAINT "saved_view_changed_how" CHECK ("changed_how" IN ('proxy', 'stated', 'unknown')),
    -- A view of one's own needs somebody.
    CONSTRAINT "saved_view_owner" CHECK ("shared" OR "created_how" <> 'unknown')
);

-- One name means one view: among the shared ones, and among each person's own.
CREATE UNIQUE INDEX "saved_view_shared_name" ON "saved_view" ("name") WHERE "shared" AND "removed_at" IS NULL;
CREATE UNIQUE INDEX "saved_view_own_name" ON "saved_view" ("created_by", "created_how", "name") WHERE NOT "shared" AND "removed_at" IS NULL;
