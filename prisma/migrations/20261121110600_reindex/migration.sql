-- CreateTable
CREATE TABLE "count_correction" (
    "cluster_id" SMALLINT NOT NULL,
    "step" INTEGER NOT NULL,
    "block_seq" INTEGER,
    "counts" BYTEA NOT NULL,

    CONSTRAINT "count_correction_pkey" PRIMARY KEY ("cluster_id","step")
);

-- CreateTable
CREATE TABLE "reindex_progress" (
    "cluster_id" SMALLINT NOT NULL,
    "next_seq" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "reindex_progress_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateIndex
CREATE INDEX "count_correction_cluster_id_block_seq_idx" ON "count_correction"("cluster_id", "block_seq");

-- AddForeignKey
ALTER TABLE "count_correction" ADD CONSTRAINT "count_correction_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reindex_progress" ADD CONSTRAINT "reindex_progress_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
