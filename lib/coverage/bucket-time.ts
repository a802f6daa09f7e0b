/** Coverage is measured in buckets of five minutes, and silence inside them from slots of ten seconds. */
import type { Microseconds } from '@/lib/audit/microseconds';

export const BUCKET_SECONDS = 300;
export const BUCKET_MICROSECONDS = 300_000_000;
export const SLOT_MICROSECONDS = 10_000_000;

/** Number of the bucket that holds the instant. */
export function bucketOf(at: Microseconds): number {
  return Math.floor(at / BUCKET_MICROSECONDS);
}

export function startOfBucket(bucket: number): Microseconds {
  return bucket * BUCKET_MICROSECONDS;
}
