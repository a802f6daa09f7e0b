/** A row of the event index that meets a condition which counts know nothing of, with the place of its bytes. */
import type { Microseconds } from '@/lib/audit/microseconds';

export type MatchingRow = {
  at: Microseconds;
  hash: string;
  clusterId: number;
  combination: number;
  blockSeq: number;
  ordinal: number;
  name: string | null;
  auditKey: string;
};

export type MatchingRows = readonly MatchingRow[];

/** Columns of `event` as these rows need them. */
export const MATCHING_COLUMNS =
  'at, hash::text, cluster_id as "clusterId", combination_id as combination, block_seq as "blockSeq", ordinal, name, audit_key::text as "auditKey"';

type Place = { at: Microseconds; hash: string; clusterId: number };

/** The order of every list: newest first, then by hash and cluster. */
export function newestFirst(a: Place, b: Place): number {
  return b.at - a.at || (a.hash < b.hash ? 1 : a.hash > b.hash ? -1 : b.clusterId - a.clusterId);
}
