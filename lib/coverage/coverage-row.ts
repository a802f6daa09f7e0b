/** The coverage of one bucket with its reasons in numbers: a row of coverage_bucket. */
import type { CoverageMethod } from '@/lib/coverage/coverage-method';

export type ApiserverBeats = { name: string; expected: number; seen: number };

export type CoverageRow = {
  bucket: number;
  method: CoverageMethod;
  /** Null where it cannot be told. */
  percent: number | null;
  events: number;
  expectedEvents: number | null;
  lost: number | null;
  /** The true number is within `lost` ± this in 95 % of cases. */
  lostError: number | null;
  expectedBeats: number;
  seenBeats: number;
  silentSeconds: number;
  edgeSeconds: number;
  orphans: number;
  /** The smallest share of the bucket whose loss would have been noticed, 0 to 1; null where none would. */
  smallestLoss: number | null;
  /** API servers that renewed their own lease less often than usual. */
  apiservers: ApiserverBeats[];
  learn: boolean;
};
