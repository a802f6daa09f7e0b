/**
 * Which streams of a bucket are kept: a cluster of 5,000 nodes has as many leases, and anybody can do a thousand different
 * things in five minutes. Leases and calls have places of their own, so that neither crowds out the other, and the choice
 * is by hash, so that it is nearly the same in every bucket.
 */
import type { BucketFacts, StreamCount } from '@/lib/coverage/bucket-facts';
import { streamKinds } from '@/lib/coverage/stream-kinds';

const MAX_LEASES = 192;
const MAX_CALLS = 160;
const NO_LIMIT = 2 ** 32;

export function keepStreams(all: readonly StreamCount[]): StreamCount[] {
  const byHash = [...all].sort((a, b) => (a.stream >>> 0) - (b.stream >>> 0) || a.head - b.head);
  const leases = byHash.filter((entry) => kindOf(entry) !== streamKinds.call).slice(0, MAX_LEASES);
  const calls = byHash.filter((entry) => kindOf(entry) === streamKinds.call).slice(0, MAX_CALLS);
  return [...leases, ...calls].sort((a, b) => a.head - b.head || a.stream - b.stream);
}

/** Streams with a hash above the limit of their kind were not looked at in this bucket: not seen is not absent. */
export function keptLimits(facts: BucketFacts): { leases: number; calls: number } {
  let leases = 0;
  let calls = 0;
  let lastLease = 0;
  let lastCall = 0;
  for (const entry of facts.streams) {
    const hash = entry.stream >>> 0;
    if (kindOf(entry) === streamKinds.call) {
      calls++;
      lastCall = Math.max(lastCall, hash);
    } else {
      leases++;
      lastLease = Math.max(lastLease, hash);
    }
  }
  return { leases: leases < MAX_LEASES ? NO_LIMIT : lastLease, calls: calls < MAX_CALLS ? NO_LIMIT : lastCall };
}

export function kindOf(entry: { head: number }): number {
  return entry.head >>> 24;
}
