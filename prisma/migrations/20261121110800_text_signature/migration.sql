-- Which three letters and which UUIDs occur in a run of evidence blocks, as a bit field: a search for a string reads only the
-- blocks in which it can be (lib/text-index). Made from the evidence, and can be made anew at any time.
CREATE TABLE "text_signature" (
    "cluster_id" SMALLINT NOT NULL,
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "bits" BYTEA NOT NULL,

    CONSTRAINT "text_signature_pkey" PRIMARY KEY ("cluster_id", "first_seq")
);

-- AddForeignKey
ALTER TABLE "text_signature" ADD CONSTRAINT "text_signature_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A fifth of the bits are set, at random places: nothing to compress.
ALTER TABLE "text_signature" ALTER COLUMN "bits" SET STORAGE EXTERNAL;
