-- What was called expected is expected up to that size: the deviation itself is made anew, so the verdict keeps what it was about.
ALTER TABLE "verdict" ADD COLUMN "metric" TEXT;
ALTER TABLE "verdict" ADD COLUMN "actual" DOUBLE PRECISION;
