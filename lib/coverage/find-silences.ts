/**
 * Stretches of time without any event. Whether one is silence (much was due) or quiet (nothing was) is for the rhythm of
 * the buckets at its two ends to say.
 */
import type { Microseconds } from '@/lib/audit/microseconds';
import type { BucketFacts } from '@/lib/coverage/bucket-facts';
import { SLOT_MICROSECONDS } from '@/lib/coverage/bucket-time';

/** No event strictly between; null: none before, or none after, in what was loaded. */
export type EmptyStretch = { from: Microseconds | null; to: Microseconds | null };

export function emptyStretches(facts: readonly (BucketFacts | null)[]): EmptyStretch[] {
  const stretches: EmptyStretch[] = [];
  let last: Microseconds | null = null;
  for (const fact of facts) {
    for (const slot of fact?.slots ?? []) {
      if (last === null || slot.first - last >= SLOT_MICROSECONDS) stretches.push({ from: last, to: slot.first });
      last = slot.last;
    }
  }
  if (last !== null) stretches.push({ from: last, to: null });
  return stretches;
}
