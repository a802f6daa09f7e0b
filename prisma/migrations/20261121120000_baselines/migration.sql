-- CreateTable
CREATE TABLE "workload" (
    "id" SERIAL NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "peer_group" TEXT NOT NULL,
    "first_at" BIGINT NOT NULL,
    "last_at" BIGINT NOT NULL,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "baseline_cursor" (
    "cluster_id" SMALLINT NOT NULL,
    "block_seq" INTEGER NOT NULL,
    "dirty_from" INTEGER,
    "done_to" INTEGER,
    "model_version" TEXT,

    CONSTRAINT "baseline_cursor_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateTable
CREATE TABLE "baseline_fact" (
    "cluster_id" SMALLINT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "counts" BYTEA NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "baseline_fact_pkey" PRIMARY KEY ("cluster_id","bucket")
);

-- CreateTable
CREATE TABLE "baseline_hour" (
    "cluster_id" SMALLINT NOT NULL,
    "hour" INTEGER NOT NULL,
    "learned_minutes" SMALLINT NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "baseline_hour_pkey" PRIMARY KEY ("cluster_id","hour")
);

-- CreateTable
CREATE TABLE "baseline_state" (
    "cluster_id" SMALLINT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "workload_id" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "baseline_state_pkey" PRIMARY KEY ("cluster_id","bucket","workload_id")
);

-- CreateTable
CREATE TABLE "deviation" (
    "id" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "workload_id" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "start_at" BIGINT NOT NULL,
    "end_at" BIGINT NOT NULL,
    "raised_at" BIGINT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "surprise" DOUBLE PRECISION NOT NULL,
    "severity" TEXT NOT NULL,
    "raised" BOOLEAN NOT NULL,
    "incident_id" UUID,
    "explanation" JSONB NOT NULL,
    "model_version" TEXT NOT NULL,
    "state_hash" TEXT NOT NULL,

    CONSTRAINT "deviation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "title" TEXT NOT NULL,
    "start_at" BIGINT NOT NULL,
    "end_at" BIGINT NOT NULL,
    "severity" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "id" BIGSERIAL NOT NULL,
    "deviation_id" UUID NOT NULL,
    "cluster_id" SMALLINT NOT NULL,
    "workload" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "start_at" BIGINT NOT NULL,
    "end_at" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "person_how" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "owner" TEXT,
    "expires_at" TIMESTAMPTZ(6),
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "workload_cluster_id_name_key" ON "workload"("cluster_id", "name");

-- CreateIndex
CREATE INDEX "deviation_start_at_idx" ON "deviation"("start_at" DESC);

-- CreateIndex
CREATE INDEX "deviation_workload_id_start_at_idx" ON "deviation"("workload_id", "start_at" DESC);

-- CreateIndex
CREATE INDEX "deviation_incident_id_idx" ON "deviation"("incident_id");

-- CreateIndex
CREATE INDEX "incident_start_at_idx" ON "incident"("start_at" DESC);

-- CreateIndex
CREATE INDEX "verdict_deviation_id_idx" ON "verdict"("deviation_id");

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baseline_cursor" ADD CONSTRAINT "baseline_cursor_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baseline_fact" ADD CONSTRAINT "baseline_fact_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baseline_hour" ADD CONSTRAINT "baseline_hour_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baseline_state" ADD CONSTRAINT "baseline_state_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deviation" ADD CONSTRAINT "deviation_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deviation" ADD CONSTRAINT "deviation_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;
