-- CreateTable
CREATE TABLE "ingest_token" (
    "id" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "label" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "ingest_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_figure" (
    "ingest_token_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "received" BIGINT NOT NULL,
    "inserted" BIGINT NOT NULL,
    "duplicates" BIGINT NOT NULL,
    "quarantined" BIGINT NOT NULL,
    "skipped" BIGINT NOT NULL,
    "reused_audit_ids" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "last_event_at" BIGINT,
    "largest_lag" BIGINT,

    CONSTRAINT "ingest_figure_pkey" PRIMARY KEY ("ingest_token_id","slot")
);

-- AlterTable
ALTER TABLE "import_file" ADD COLUMN     "ingest_token_id" UUID,
ADD COLUMN     "received_on" DATE;

-- CreateIndex
CREATE UNIQUE INDEX "ingest_token_prefix_key" ON "ingest_token"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "import_file_ingest_token_id_received_on_key" ON "import_file"("ingest_token_id", "received_on");

-- AddForeignKey
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_ingest_token_id_fkey" FOREIGN KEY ("ingest_token_id") REFERENCES "ingest_token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ingest_token" ADD CONSTRAINT "ingest_token_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ingest_figure" ADD CONSTRAINT "ingest_figure_ingest_token_id_fkey" FOREIGN KEY ("ingest_token_id") REFERENCES "ingest_token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say ---------------------------------------------------------------------------------

-- Every event that was received became one of three things. The database itself holds the receiver to it.
ALTER TABLE "ingest_figure" ADD CONSTRAINT "ingest_figure_adds_up" CHECK ("received" = "inserted" + "duplicates" + "quarantined");
