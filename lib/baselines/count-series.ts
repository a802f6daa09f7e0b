/**
 * How often a workload does something in an hour, learned as it goes: a mean by hour of day and hour of week, shrunk towards what
 * is known less closely, a level that follows slowly, a dispersion, and how heavy its tail has proved to be. Everything is in one
 * row of 32-bit floats, so a state that was stored and read goes on exactly as one that never left memory.
 */
import { lowerTail, upperTail } from '@/lib/baselines/negative-binomial';

const WEEK = 168;
const DAY = 48;
/** Where things are in the row. */
const HOW = 0;
const HOD = HOW + WEEK;
const ALL = HOD + DAY;
const LEVEL = ALL + 1;
const DISPERSION = LEVEL + 2;
const TAIL = DISPERSION + 2;
const HOURS = TAIL + 3;
export const RING = 12;
const BUCKETS = HOURS + 2 * RING;
const BURST = BUCKETS + 12;
const SIZE = BURST + 2;

const halfLife = (steps: number): number => 2 ** (-1 / steps);
export const DECAY = { week: halfLife(4), day: halfLife(14), all: halfLife(336), level: halfLife(12) };
const LEVEL_PRIOR = 12;
const DISPERSION_DECAY = halfLife(336);
const DISPERSION_PRIOR = 0.15;
const DISPERSION_WEIGHT = 4;
const TAIL_DECAY = halfLife(672);
const TAIL_WEIGHT = 30;
const BURST_DECAY = halfLife(336);
/** Hours of the peers' burstiness that count as much as one's own. */
const BURST_WEIGHT = 6;
const MOST_SPREAD = 60;
const LEAST_MEAN = 0.02;
const CLIP = 4;

/** Where an hour (since 1970 UTC) is in the week and in its kind of day. */
export function placesOf(hour: number): { week: number; day: number } {
  return { week: weekPlace(hour), day: dayPlace(hour) };
}

/** 1970-01-01 was a Thursday; the week begins on Sunday. */
function weekPlace(hour: number): number {
  return (hour + 96) % WEEK;
}

function dayPlace(hour: number): number {
  const week = weekPlace(hour);
  return (hour % 24) + (week < 24 || week >= 144 ? 24 : 0);
}

/** Covered time that was seen, by the same places: one for all metrics of a workload. */
export class Exposure {
  readonly row: Float32Array;

  constructor(row: Float32Array = new Float32Array(WEEK + DAY + 2)) {
    this.row = row;
  }

  at(place: number): number {
    return this.row[place] as number;
  }

  get all(): number {
    return this.row[WEEK + DAY] as number;
  }

  /** Covered hours, none forgotten. */
  get hours(): number {
    return this.row[WEEK + DAY + 1] as number;
  }

  learn(hour: number, share: number): void {
    const week = weekPlace(hour);
    const day = dayPlace(hour);
    const row = this.row;
    row[week] = (row[week] as number) * DECAY.week + share;
    row[WEEK + day] = (row[WEEK + day] as number) * DECAY.day + share;
    row[WEEK + DAY] = (row[WEEK + DAY] as number) * DECAY.all + share;
    row[WEEK + DAY + 1] = (row[WEEK + DAY + 1] as number) + share;
  }
}

/** `burst`: by how much requests come in clusters, as variance over mean beyond a Poisson's. */
export type Prediction = { mean: number; dispersion: number; burst: number; season: number };

/** The dispersion of a sum with that mean over so many hours: rates wander for hours, clusters last for minutes. */
export function spreadOf(prediction: Prediction, mean: number, hours: number): number {
  const wander = (prediction.dispersion * (1 + Math.max(0, hours - 1) * 0.4)) / Math.max(1, hours);
  return Math.min(MOST_SPREAD, wander + prediction.burst / Math.max(mean, 0.05));
}

export class CountSeries {
  readonly row: Float32Array;

  constructor(row: Float32Array = new Float32Array(SIZE)) {
    this.row = row;
  }

  private get(place: number): number {
    return this.row[place] as number;
  }

  overall(exposure: Exposure): number {
    return (this.get(ALL) + LEAST_MEAN) / (exposure.all + 1);
  }

  /**
   * What the hour is expected to hold. `shape` is the peers' share of the mean at that time of day. Written into `into`: of
   * the hour before nothing is wanted, and there are as many predictions as series, every hour.
   */
  predict(
    hour: number,
    exposure: Exposure,
    shape: number,
    peersBurst = 0.1,
    into: Prediction = { mean: 0, dispersion: 0, burst: 0, season: 0 },
  ): Prediction {
    const week = weekPlace(hour);
    const day = dayPlace(hour);
    const prior = this.overall(exposure) * shape;
    const byDay = (this.get(HOD + day) + 2 * prior) / (exposure.at(WEEK + day) + 2);
    const season = Math.max(LEAST_MEAN, (this.get(HOW + week) + 2 * byDay) / (exposure.at(week) + 2));
    const level = Math.min(5, Math.max(0.2, (this.get(LEVEL) + LEVEL_PRIOR) / (this.get(LEVEL + 1) + LEVEL_PRIOR)));
    const mean = Math.max(LEAST_MEAN, season * level);
    const phi =
      (this.get(DISPERSION) + DISPERSION_PRIOR * DISPERSION_WEIGHT) / (this.get(DISPERSION + 1) + DISPERSION_WEIGHT);
    const n = Math.max(1, Math.min(exposure.at(WEEK + day) * 3 + exposure.at(week), exposure.all));
    const bounded = Math.max(1e-3, phi);
    // The mean itself is known only as well as the events that it was learned from allow.
    const dispersion = Math.min(4, bounded + bounded / (2 * n) + 1 / (mean * n + 4));
    const burst = Math.max(0, (this.get(BURST) + BURST_WEIGHT * peersBurst) / (this.get(BURST + 1) + BURST_WEIGHT));
    into.mean = mean;
    into.dispersion = dispersion;
    into.burst = burst;
    into.season = season;
    return into;
  }

  /** Decades of surprise at as many or more, as often as this series has shown such tails. */
  above(count: number, mean: number, dispersion: number): number {
    return this.calibrated(-Math.log10(Math.max(1e-300, upperTail(count, mean, dispersion))));
  }

  /** The same at as few or fewer. */
  below(count: number, mean: number, dispersion: number): number {
    return this.calibrated(-Math.log10(Math.max(1e-300, lowerTail(count, mean, dispersion))));
  }

  private calibrated(raw: number): number {
    if (raw <= 1) return raw;
    const a = this.get(TAIL) + TAIL_WEIGHT;
    const b = this.get(TAIL + 1) + 0.1 * TAIL_WEIGHT;
    const e = this.get(TAIL + 2) + Math.LOG10E * 0.1 * TAIL_WEIGHT;
    const share = Math.max(0.02, b / a);
    const excess = Math.max(0.3, e / b);
    return -Math.log10(share) + ((raw - 1) * Math.LOG10E) / excess;
  }

  /** Counts of a bucket that is covered: the last twelve are kept apart. */
  addBucket(bucket: number, count: number): void {
    this.row[BUCKETS + (bucket % 12)] = count;
  }

  bucketSum(bucket: number, length: number): number {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += this.get(BUCKETS + ((bucket - i + 1200) % 12));
    return sum;
  }

  clearBucket(bucket: number): void {
    this.row[BUCKETS + (bucket % 12)] = 0;
  }

  /** Requests of the last so many hours. */
  hourCount(hour: number, length: number): number {
    let count = 0;
    for (let i = 0; i < length; i++) count += this.get(HOURS + ((hour - i + 120 * RING) % RING));
    return count;
  }

  /** What was expected of them. */
  hourMean(hour: number, length: number): number {
    let mean = 0;
    for (let i = 0; i < length; i++) mean += this.get(HOURS + RING + ((hour - i + 120 * RING) % RING));
    return mean;
  }

  /** Sum and weight of the burstiness, for the peers. */
  get burstSum(): number {
    return this.get(BURST);
  }

  get burstWeight(): number {
    return this.get(BURST + 1);
  }

  /**
   * The hour has ended: `share` of it was covered. `weight` 0 learns nothing; `clip` false learns the whole count, but not that
   * counts differ so much: else one hour that somebody expected would widen the band for weeks.
   */
  learn(hour: number, count: number, share: number, prediction: Prediction, weight: number, clip = true): void {
    const week = weekPlace(hour);
    const day = dayPlace(hour);
    const row = this.row;
    const { season } = prediction;
    const mean = prediction.mean * share;
    const dispersion = spreadOf(prediction, mean, 1);
    row[HOURS + (hour % RING)] = count;
    row[HOURS + RING + (hour % RING)] = mean;
    const width = CLIP * Math.sqrt(mean + dispersion * mean * mean) + 2;
    const clipped = clip ? Math.min(mean + width, Math.max(mean - width, count)) : count;
    const learned = weight * clipped + (1 - weight) * mean;
    row[HOW + week] = this.get(HOW + week) * DECAY.week + learned;
    row[HOD + day] = this.get(HOD + day) * DECAY.day + learned;
    row[ALL] = this.get(ALL) * DECAY.all + learned;
    row[LEVEL] = this.get(LEVEL) * DECAY.level + learned;
    row[LEVEL + 1] = this.get(LEVEL + 1) * DECAY.level + season * share;
    if (mean > 0.2 && weight === 1 && clip) {
      const importance = Math.min(1, (mean * mean) / (1 + dispersion * mean) ** 2 / 4);
      const moment = ((clipped - mean) ** 2 - (1 + prediction.burst) * mean) / (mean * mean);
      row[DISPERSION] = this.get(DISPERSION) * DISPERSION_DECAY + importance * moment;
      row[DISPERSION + 1] = this.get(DISPERSION + 1) * DISPERSION_DECAY + importance;
    }
    if (share === 1 && weight === 1 && count > 0) {
      // Within the hour: how much more the five minutes differ than by chance, by the weight of the count.
      const average = count / 12;
      let squares = 0;
      for (let i = 0; i < 12; i++) squares += (this.get(BUCKETS + i) - average) ** 2;
      const importance = Math.min(1, count / 12);
      row[BURST] = this.get(BURST) * BURST_DECAY + importance * Math.min(30, squares / 11 / average - 1);
      row[BURST + 1] = this.get(BURST + 1) * BURST_DECAY + importance;
    }
    if (weight > 0 && clip) {
      const raw = isUsual(count, mean, dispersion)
        ? 0
        : -Math.log10(Math.max(1e-300, upperTail(count, mean, dispersion)));
      row[TAIL] = this.get(TAIL) * TAIL_DECAY + 1;
      row[TAIL + 1] = this.get(TAIL + 1) * TAIL_DECAY + (raw > 1 ? 1 : 0);
      row[TAIL + 2] = this.get(TAIL + 2) * TAIL_DECAY + (raw > 1 ? Math.min(raw, 4) - 1 : 0);
    }
  }
}

/**
 * True only where as many or more come in more than a tenth of such hours, so that the tail need not be worked out: that is
 * most hours. At a dispersion of up to one no count so near to the mean is as rare as that; a test tries.
 */
export function isUsual(count: number, mean: number, dispersion: number): boolean {
  if (count === 0) return true;
  return dispersion <= 1 && count <= mean + 0.5 * Math.sqrt(mean + dispersion * mean * mean);
}
