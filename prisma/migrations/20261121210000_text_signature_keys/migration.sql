-- A signature also tells of runs of five letters, which narrow a search for a name down to where the whole of it is, and of the
-- auditIDs in the rows of its blocks, which makes the look-up of one a matter of milliseconds at any number of events. What was
-- made before knows neither: the worker makes all of them anew.
TRUNCATE "text_signature";

ALTER TABLE "text_signature"
    ADD COLUMN "id" BIGSERIAL NOT NULL,
    ADD COLUMN "min_at" BIGINT NOT NULL,
    ADD COLUMN "max_at" BIGINT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "text_signature_id_key" ON "text_signature"("id");
