-- CreateTable
CREATE TABLE "coverage_cursor" (
    "cluster_id" SMALLINT NOT NULL,
    "block_seq" INTEGER NOT NULL,

    CONSTRAINT "coverage_cursor_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateTable
CREATE TABLE "coverage_stream" (
    "combination_id" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "family" INTEGER NOT NULL,
    "stream" INTEGER NOT NULL,

    CONSTRAINT "coverage_stream_pkey" PRIMARY KEY ("combination_id")
);

-- CreateTable
CREATE TABLE "coverage_fact" (
    "cluster_id" SMALLINT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "events" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "orphans" INTEGER NOT NULL,
    "slots" BYTEA NOT NULL,
    "streams" BYTEA NOT NULL,
    "apiservers" JSONB NOT NULL,

    CONSTRAINT "coverage_fact_pkey" PRIMARY KEY ("cluster_id","bucket")
);

-- CreateTable
CREATE TABLE "coverage_bucket" (
    "cluster_id" SMALLINT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "percent" DOUBLE PRECISION,
    "events" INTEGER NOT NULL,
    "expected_events" INTEGER,
    "lost" INTEGER,
    "lost_error" INTEGER,
    "expected_beats" INTEGER NOT NULL,
    "seen_beats" INTEGER NOT NULL,
    "silent_seconds" DOUBLE PRECISION NOT NULL,
    "edge_seconds" DOUBLE PRECISION NOT NULL,
    "orphans" INTEGER NOT NULL,
    "smallest_loss" DOUBLE PRECISION,
    "apiservers" JSONB NOT NULL,
    "learn" BOOLEAN NOT NULL,

    CONSTRAINT "coverage_bucket_pkey" PRIMARY KEY ("cluster_id","bucket")
);

-- AddForeignKey
ALTER TABLE "coverage_cursor" ADD CONSTRAINT "coverage_cursor_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage_fact" ADD CONSTRAINT "coverage_fact_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage_bucket" ADD CONSTRAINT "coverage_bucket_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
