/** A row of the event index that meets a row condition, with the place of its bytes. */
import type { Microseconds } from '@/lib/audit/microseconds';

export type MatchingRow = {
  at: Microseconds;
  hash: string;
  clusterId: number;
  combination: number;
  blockSeq: number;
  ordinal: number;
};

export type MatchingRows = readonly MatchingRow[];
