/** How late events come: read off their bytes, for the index has only the time at which the request was received. */
import { type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import { type ParsedBatch, sliceAt } from '@/lib/ingest/parsed-batch';

export type StageTimes = { lastEventAt: Microseconds | null; largestLag: Microseconds | null };

const KEY = Buffer.from('"stageTimestamp":"');
const LONGEST_TIME = 40;

/**
 * The latest stageTimestamp of all events, and the longest time from one until `receivedAt` of those at the positions
 * `fresh` (in order): an event that comes again is no lag.
 */
export function readStageTimes(batch: ParsedBatch, fresh: Int32Array, receivedAt: Microseconds): StageTimes {
  let earliestFresh = Infinity;
  let latest = -Infinity;
  let next = 0;
  for (let i = 0; i < batch.count; i++) {
    const at = stageTime(sliceAt(batch.bytes, batch.ends, i)) ?? (batch.at[i] as number);
    if (at > latest) latest = at;
    if (fresh[next] !== i) continue;
    next++;
    if (at < earliestFresh) earliestFresh = at;
  }
  return {
    lastEventAt: latest === -Infinity ? null : latest,
    // A clock that runs ahead of ours is no lag.
    largestLag: earliestFresh === Infinity ? null : Math.max(0, receivedAt - earliestFresh),
  };
}

/** The last one: kube-apiserver writes it after the objects, which may hold the same words. */
function stageTime(event: Uint8Array): Microseconds | null {
  const bytes = Buffer.from(event.buffer, event.byteOffset, event.byteLength);
  const start = bytes.lastIndexOf(KEY) + KEY.length;
  if (start < KEY.length) return null;
  const end = bytes.indexOf(34, start);
  if (end < 0 || end - start > LONGEST_TIME) return null;
  return parseRfc3339(bytes.toString('latin1', start, end));
}
