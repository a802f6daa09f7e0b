/** How late events come: read off their bytes, for the index has only the time at which the request was received. */
import { type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import { type ParsedBatch, sliceAt } from '@/lib/ingest/parsed-batch';

export type StageTimes = { lastEventAt: Microseconds | null; largestLag: Microseconds | null };

const KEY = Buffer.from('"stageTimestamp":"');
const LONGEST_TIME = 40;

/** The latest stageTimestamp, and the longest time from one until `receivedAt`, of the events at these positions. */
export function readStageTimes(batch: ParsedBatch, positions: Iterable<number>, receivedAt: Microseconds): StageTimes {
  let earliest = Infinity;
  let latest = -Infinity;
  for (const i of positions) {
    const at = stageTime(sliceAt(batch.bytes, batch.ends, i)) ?? (batch.at[i] as number);
    if (at < earliest) earliest = at;
    if (at > latest) latest = at;
  }
  if (latest === -Infinity) return { lastEventAt: null, largestLag: null };
  // A clock that runs ahead of ours is no lag.
  return { lastEventAt: latest, largestLag: Math.max(0, receivedAt - earliest) };
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
