/** What the measuring knows of five minutes of a cluster; a function of the events alone, whatever order they came in. */
import type { Microseconds } from '@/lib/audit/microseconds';

export type Slot = { count: number; first: Microseconds; last: Microseconds };

/** Completed calls of one stream. `head` is kind << 24 | hash of the resource << 12 | hash of the verb. */
export type StreamCount = { head: number; stream: number; count: number };

export type BucketFacts = {
  bucket: number;
  events: number;
  /** Completed calls, those of all streams. */
  completed: number;
  /** RequestReceived events of calls that end by themselves. */
  received: number;
  /** Those of them that never ended. */
  orphans: number;
  /** Ten-second slots with events, in time order. */
  slots: Slot[];
  /** Ordered by head and stream. */
  streams: StreamCount[];
  /** Renewals of the API servers' own leases by the name of the lease. */
  apiservers: Record<string, number>;
};
