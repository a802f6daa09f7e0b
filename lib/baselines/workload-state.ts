/** Everything that is known of one workload between two buckets. */
import { type CountSeries, Exposure, type Prediction } from '@/lib/baselines/count-series';
import { peerGroupOf } from '@/lib/baselines/features';
import { Habits } from '@/lib/baselines/habits';
import { metrics } from '@/lib/baselines/metrics';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';

/** Days against which slow growth is measured, then never changed. */
export type DriftState = {
  today: { count: number; share: number };
  /** By working day and weekend: days, their sum and sum of squares. */
  reference: [number, number, number][];
  referenceDays: number;
  /** The last three days: count, covered share, kind of day. */
  recent: [number, number, number][];
  flagged: number;
  reported: boolean;
};

export class WorkloadState {
  readonly peerGroup: string;
  habits = new Habits();
  exposure = new Exposure();
  /** By metric; none where it has never counted anything. */
  series: (CountSeries | undefined)[] = new Array(metrics.length).fill(undefined);
  /** Of the hour that is running. */
  predictions: (Prediction | undefined)[] = new Array(metrics.length).fill(undefined);
  /** Up to this bucket the last twelve of each series are right; the rest is cleared when it is asked for. No part of the state. */
  clearedTo: number;
  hourCounts: number[] = new Array(metrics.length).fill(0);
  users = new Map<string, number>();
  firstBucket: number;
  lastBucket: number;
  /** Buckets in which new addresses of known networks appeared, and how many. */
  freshAddresses: [number, number][] = [];
  /** The last bucket in which somebody changed what this workload runs as. */
  changedAt = -1;
  drift: DriftState = {
    today: { count: 0, share: 0 },
    reference: [
      [0, 0, 0],
      [0, 0, 0],
    ],
    referenceDays: 0,
    recent: [],
    flagged: 0,
    reported: false,
  };
  open = new Map<string, OpenDeviation>();
  /** Back after a day or more: its counts say nothing before this bucket. */
  awayUntil = -1;
  /** The longest time without a request, in buckets. */
  longestGap = 0;
  /** Grown: its news count for its peers' rates. */
  grown = false;

  constructor(
    readonly name: string,
    firstBucket: number,
  ) {
    this.peerGroup = peerGroupOf(name);
    this.firstBucket = firstBucket;
    this.lastBucket = firstBucket;
    this.clearedTo = firstBucket - 1;
  }

  /** Nothing was counted since: so it stands in the last twelve buckets of each series. */
  clearTo(bucket: number): void {
    const from = Math.max(this.clearedTo + 1, bucket - 11);
    if (from > bucket) return;
    this.clearedTo = bucket;
    for (const series of this.series) {
      if (series) for (let at = from; at <= bucket; at++) series.clearBucket(at);
    }
  }

  /** The user name that it acts under most. */
  get actor(): string {
    let best = '';
    let most = -1;
    for (const [user, count] of this.users) {
      if (count > most || (count === most && user < best)) {
        best = user;
        most = count;
      }
    }
    return best;
  }
}

/** What a bucket changed: deviations that began or went on. */
export type Changed = { workload: WorkloadState; deviation: OpenDeviation; ended: boolean };
