-- CreateTable
CREATE TABLE "cluster" (
    "id" SMALLSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_file" (
    "id" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sha256" TEXT,
    "format" TEXT,
    "bytes_total" BIGINT,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "lines" BIGINT NOT NULL DEFAULT 0,
    "values_read" BIGINT NOT NULL DEFAULT 0,
    "events" BIGINT NOT NULL DEFAULT 0,
    "inserted" BIGINT NOT NULL DEFAULT 0,
    "duplicates" BIGINT NOT NULL DEFAULT 0,
    "quarantined" BIGINT NOT NULL DEFAULT 0,
    "skipped" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "spool_path" TEXT,
    "runner_pid" INTEGER,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "min_at" BIGINT,
    "max_at" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantined_input" (
    "id" BIGSERIAL NOT NULL,
    "import_file_id" UUID NOT NULL,
    "line_number" BIGINT NOT NULL,
    "byte_offset" BIGINT NOT NULL,
    "byte_length" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "head" BYTEA NOT NULL,

    CONSTRAINT "quarantined_input_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "skipped_input" (
    "import_file_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "skipped_input_pkey" PRIMARY KEY ("import_file_id","reason")
);

-- CreateTable
CREATE TABLE "evidence_block" (
    "cluster_id" SMALLINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "stripe" INTEGER NOT NULL DEFAULT 0,
    "event_count" INTEGER NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "min_at" BIGINT NOT NULL,
    "max_at" BIGINT NOT NULL,
    "import_file_id" UUID,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "counts" BYTEA NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "evidence_block_pkey" PRIMARY KEY ("cluster_id","seq","stripe")
);

-- CreateTable
CREATE TABLE "term" (
    "id" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "value_hash" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "first_import_file_id" UUID,

    CONSTRAINT "term_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "combination" (
    "id" INTEGER NOT NULL,
    "cluster" INTEGER NOT NULL,
    "user" INTEGER NOT NULL,
    "impersonated_user" INTEGER NOT NULL,
    "verb" INTEGER NOT NULL,
    "resource" INTEGER NOT NULL,
    "api_group" INTEGER NOT NULL,
    "subresource" INTEGER NOT NULL,
    "namespace" INTEGER NOT NULL,
    "source_ip" INTEGER NOT NULL,
    "stage" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "code" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    "decision" INTEGER NOT NULL,
    "reason" INTEGER NOT NULL,
    "workload" INTEGER NOT NULL,
    "user_agent" INTEGER NOT NULL,

    CONSTRAINT "combination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "at" BIGINT NOT NULL,
    "hash" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "stripe" INTEGER NOT NULL DEFAULT 0,
    "combination_id" INTEGER NOT NULL,
    "block_seq" INTEGER NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "audit_key" UUID NOT NULL,
    "audit_key_is_id" BOOLEAN NOT NULL,
    "name" TEXT,

    CONSTRAINT "event_pkey" PRIMARY KEY ("at","hash","cluster_id","stripe")
);

-- CreateTable
CREATE TABLE "event_count_hour" (
    "hour" INTEGER NOT NULL,
    "combination_id" INTEGER NOT NULL,
    "stripe" INTEGER NOT NULL DEFAULT 0,
    "count" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "event_count_day" (
    "day" INTEGER NOT NULL,
    "combination_id" INTEGER NOT NULL,
    "stripe" INTEGER NOT NULL DEFAULT 0,
    "count" INTEGER NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "cluster_name_key" ON "cluster"("name");

-- CreateIndex
CREATE INDEX "import_file_created_at_idx" ON "import_file"("created_at" DESC);

-- CreateIndex
CREATE INDEX "import_file_state_idx" ON "import_file"("state");

-- CreateIndex
CREATE INDEX "quarantined_input_import_file_id_line_number_idx" ON "quarantined_input"("import_file_id", "line_number");

-- CreateIndex
CREATE INDEX "term_first_import_file_id_idx" ON "term"("first_import_file_id");

-- CreateIndex
CREATE UNIQUE INDEX "term_field_value_hash_key" ON "term"("field", "value_hash");

-- CreateIndex
CREATE UNIQUE INDEX "combination_values_key" ON "combination"("cluster", "user", "impersonated_user", "verb", "resource", "api_group", "subresource", "namespace", "source_ip", "stage", "level", "code", "outcome", "decision", "reason", "workload", "user_agent");

-- CreateIndex
CREATE INDEX "event_count_hour_hour_idx" ON "event_count_hour"("hour");

-- CreateIndex
CREATE INDEX "event_count_day_day_idx" ON "event_count_day"("day");

-- AddForeignKey
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantined_input" ADD CONSTRAINT "quarantined_input_import_file_id_fkey" FOREIGN KEY ("import_file_id") REFERENCES "import_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "skipped_input" ADD CONSTRAINT "skipped_input_import_file_id_fkey" FOREIGN KEY ("import_file_id") REFERENCES "import_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_block" ADD CONSTRAINT "evidence_block_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say ---------------------------------------------------------------------------------

-- One auditID among millions: bloom filters per range of pages are some hundred times smaller than a btree on a random
-- key and cost nothing at insert; lib/ingest/write-batch summarises new ranges when an import ends.
CREATE INDEX "event_audit_key_brin" ON "event" USING brin ("audit_key" uuid_bloom_ops) WITH (pages_per_range = 32);

-- Blocks are compressed already; trying again costs time and gains nothing.
ALTER TABLE "evidence_block" ALTER COLUMN "data" SET STORAGE EXTERNAL;
