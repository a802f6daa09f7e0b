-- The counts are written in the order of time, more or less, and read by ranges of it: the smallest and largest of each
-- range of pages is all that an index has to know, and keeping that costs next to nothing where a B-tree took as long as
-- the rows themselves.
DROP INDEX "event_count_hour_hour_idx";
DROP INDEX "event_count_day_day_idx";
CREATE INDEX "event_count_hour_hour_idx" ON "event_count_hour" USING BRIN ("hour");
CREATE INDEX "event_count_day_day_idx" ON "event_count_day" USING BRIN ("day");
