/** Times of the learner, in buckets of five minutes. */
export const BUCKETS_PER_HOUR = 12;
export const BUCKETS_PER_DAY = 288;
/** So long after somebody changed what a workload runs as, that explains what it does. */
export const CHANGED_BUCKETS = 24;
