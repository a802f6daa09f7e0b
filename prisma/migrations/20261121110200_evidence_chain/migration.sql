-- AlterTable
ALTER TABLE "cluster" ADD COLUMN "log_id" UUID NOT NULL DEFAULT gen_random_uuid();

-- AlterTable
ALTER TABLE "evidence_block" ADD COLUMN "event_root" BYTEA,
ADD COLUMN "counts_sha256" BYTEA,
ADD COLUMN "previous_hash" BYTEA,
ADD COLUMN "block_hash" BYTEA,
ALTER COLUMN "sha256" DROP NOT NULL,
ALTER COLUMN "received_at" DROP DEFAULT;

-- CreateTable
CREATE TABLE "checkpoint" (
    "cluster_id" SMALLINT NOT NULL,
    "size" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "events" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("cluster_id","size")
);

-- CreateTable
CREATE TABLE "prune_marker" (
    "cluster_id" SMALLINT NOT NULL,
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "prune_marker_pkey" PRIMARY KEY ("cluster_id","first_seq")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "cluster" TEXT,
    "state" TEXT NOT NULL,
    "runner_pid" INTEGER,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "blocks_total" BIGINT NOT NULL DEFAULT 0,
    "blocks_checked" BIGINT NOT NULL DEFAULT 0,
    "report" JSONB,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "verification_created_at_idx" ON "verification"("created_at" DESC);

-- AddForeignKey
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prune_marker" ADD CONSTRAINT "prune_marker_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say ---------------------------------------------------------------------------------

-- The rows of a block, for whoever compares or drops whole blocks. Rows are written block after block, so the index is some
-- thousand times smaller than a btree.
CREATE INDEX "event_block_brin" ON "event" USING brin ("cluster_id", "block_seq") WITH (pages_per_range = 32);

-- Evidence is only added to. Two changes of a block are possible, both exactly once: a block from before the chain gets its
-- hashes, and one that a prune marker covers loses its bytes. The tables' owner can switch triggers off: what then happens is
-- found by `npm run verify`, against a checkpoint that is kept outside of this server.
CREATE FUNCTION "refuse_evidence_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Plumbline refuses % on %: evidence is only added to, never changed or removed.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = 'Old blocks are dropped by retention, which leaves their hashes and a signed marker.';
END
$$;

CREATE FUNCTION "guard_evidence_block"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  expected evidence_block := OLD;
BEGIN
  IF OLD.block_hash IS NULL AND NEW.block_hash IS NOT NULL THEN
    expected.sha256 := NULL;
    expected.event_root := NEW.event_root;
    expected.counts_sha256 := NEW.counts_sha256;
    expected.previous_hash := NEW.previous_hash;
    expected.block_hash := NEW.block_hash;
  ELSIF length(NEW.data) = 0 AND length(NEW.counts) = 0 AND EXISTS (
    SELECT FROM prune_marker m
    WHERE m.cluster_id = OLD.cluster_id AND OLD.seq BETWEEN m.first_seq AND m.last_seq
  ) THEN
    expected.data := ''::bytea;
    expected.counts := ''::bytea;
  END IF;
  IF NEW IS DISTINCT FROM expected OR NEW IS NOT DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'Plumbline refuses UPDATE on evidence_block (cluster %, block %): evidence is only added to, never changed or removed.',
      OLD.cluster_id, OLD.seq
      USING ERRCODE = 'restrict_violation',
            HINT = 'Old blocks are dropped by retention, which leaves their hashes and a signed marker.';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "evidence_block_update" BEFORE UPDATE ON "evidence_block" FOR EACH ROW EXECUTE FUNCTION "guard_evidence_block"();
CREATE TRIGGER "evidence_block_remove" BEFORE DELETE OR TRUNCATE ON "evidence_block" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_evidence_change"();
CREATE TRIGGER "checkpoint_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_evidence_change"();
CREATE TRIGGER "prune_marker_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "prune_marker" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_evidence_change"();

-- The only way by which bytes leave the evidence: whole blocks, with a marker whose note is signed (lib/evidence/prune-note.ts).
-- Headers, event roots and block hashes stay, so the chain and every checkpoint still verify. Answers the number of blocks.
CREATE FUNCTION "prune_evidence"(cluster smallint, first integer, last integer, pruned_at bigint, signed_note text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  IF EXISTS (
    SELECT FROM prune_marker m WHERE m.cluster_id = cluster AND m.first_seq <= last AND m.last_seq >= first
  ) THEN
    RAISE EXCEPTION 'Blocks % to % of cluster % overlap with blocks that are pruned already.', first, last, cluster;
  END IF;
  IF EXISTS (
    SELECT FROM evidence_block b WHERE b.cluster_id = cluster AND b.seq BETWEEN first AND last AND b.block_hash IS NULL
  ) THEN
    RAISE EXCEPTION 'Blocks % to % of cluster % are not sealed yet.', first, last, cluster;
  END IF;
  INSERT INTO prune_marker (cluster_id, first_seq, last_seq, at, note) VALUES (cluster, first, last, pruned_at, signed_note);
  UPDATE evidence_block SET data = ''::bytea, counts = ''::bytea WHERE cluster_id = cluster AND seq BETWEEN first AND last;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  IF first < 1 OR last < first OR pruned <> last - first + 1 THEN
    RAISE EXCEPTION 'Cluster % has % of the blocks % to %.', cluster, pruned, first, last;
  END IF;
  RETURN pruned;
END
$$;

REVOKE EXECUTE ON FUNCTION "prune_evidence"(smallint, integer, integer, bigint, text) FROM PUBLIC;
