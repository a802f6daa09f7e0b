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
  series = new Map<number, CountSeries>();
  /** Of the hour that is running. */
  predictions = new Map<number, Prediction>();
  hourCounts: number[] = new Array(metrics.length).fill(0);
  users = new Map<string, number>();
  firstBucket: number;
  lastBucket: number;
  /** Buckets in which new addresses of known networks appeared, and how many. */
  freshAddresses: [number, number][] = [];
  /** Learned in the running hour already: saves the time to learn it again, and is no part of the state. */
  learnedNow = { hour: -1, actions: new Set<object>() };
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
