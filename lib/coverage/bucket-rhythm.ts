/**
 * What a bucket's regular streams say: how much of what was due has come. Each stream is weighted by how regular it is
 * (its count's mean over its variance): the renewals of a lease every 10 s say much, calls that come by chance say little
 * each but there are many, bursts say nothing. A dead node, a stopped application or a changed audit policy silences its
 * own streams and leaves the others alone; a loss takes from all. So the answer is the share that most streams agree on,
 * and those that disagree are left out.
 */
import type { StreamTable, StreamWindow } from '@/lib/coverage/stream-window';

export type Rhythm = {
  /** Share of what was due that came, of the time that was not silent. */
  share: number;
  /** Standard error of the share when nothing is lost. */
  error: number;
  /** Renewals and calls that were due in a whole bucket, and came. */
  expectedBeats: number;
  seenBeats: number;
  /** Per second: beats due, and what they tell (beats by chance that would say as much). */
  beatRate: number;
  informationRate: number;
};

/** With less than half an hour around it nothing has been learned. */
const MIN_REFERENCES = 6;
/** No beat is perfect: a renewal can fall to either side of the bucket's end, and a client can pause. */
const MIN_DISPERSION = 0.1;
/** Calls that come by chance have 1; what varies more has a rhythm of its own. */
const MAX_DISPERSION = 2;
/** Streams farther from the common share than this many standard deviations follow something else. */
const OUTLIER = 4;
const MAX_ROUNDS = 8;
/** The most that one resource or verb can weigh, as a share of the rest; if the rest says enough to decide. */
const MAX_OF_REST = 0.95;
const ENOUGH_INFORMATION = 100;

/** Column of what belongs to no stream of its own. */
const REST = -1;

type Beat = { column: number; mean: number; dispersion: number; count: number; head: number };

export function bucketRhythm(
  table: StreamTable,
  window: StreamWindow,
  place: number,
  isReference: boolean,
  exposure: number,
): Rhythm | null {
  const bucket = table.buckets[place] ?? null;
  const counts = new Map<number, number>();
  bucket?.columns.forEach((column, i) => {
    counts.set(column, bucket.counts[i] as number);
  });
  const references = window.members.length - (isReference ? 1 : 0);
  if (references < MIN_REFERENCES) return null;

  const beats: Beat[] = [];
  for (let column = 0; column < table.heads.length; column++) {
    if ((window.presence[column] as number) * 2 < references) continue;
    if (bucket && !table.isVisible(column, bucket)) continue;
    const count = counts.get(column) ?? 0;
    const own = isReference ? count : 0;
    const presence = (window.presence[column] as number) - (own > 0 ? 1 : 0);
    if (presence * 2 < references) continue;
    const mean = ((window.sums[column] as number) - own) / references;
    const variance =
      (((window.squares[column] as number) - own * own) / references - mean * mean) * (references / (references - 1));
    const dispersion = Math.max(MIN_DISPERSION, variance / mean);
    if (dispersion <= MAX_DISPERSION)
      beats.push({ column, mean, dispersion, count, head: table.heads[column] as number });
  }
  const rest = restOf(table, window, place, beats);
  if (rest.beat) beats.push(rest.beat);
  if (beats.length === 0) return null;

  const beatRate = sum(beats, ({ mean }) => mean) / 300;
  const informationRate = sum(beats, ({ mean, dispersion }) => mean / dispersion) / 300;
  const whole = {
    expectedBeats: beatRate * 300,
    seenBeats: sum(beats, ({ count }) => count),
    beatRate,
    informationRate,
  };
  if (exposure <= 0 || !bucket) return { ...whole, share: 1, error: errorOf(table, window, place, beats, rest.counts) };
  const agreed = agreeOnShare(beats, exposure);
  return {
    ...whole,
    share: agreed.share,
    error: errorOf(table, window, place, agreed.beats, rest.counts) / Math.sqrt(exposure),
  };
}

/**
 * All completed calls that belong to none of these streams, as one more stream: many small things that come by chance are
 * together as steady as a few big ones. Where they are not, it is not used.
 */
function restOf(
  table: StreamTable,
  window: StreamWindow,
  place: number,
  beats: readonly Beat[],
): { beat: Beat | null; counts: Map<number, number> } {
  const belongs = new Uint8Array(table.heads.length);
  for (const { column } of beats) belongs[column] = 1;
  const counts = new Map<number, number>();
  let total = 0;
  let squares = 0;
  for (const member of [...window.members, place]) {
    const bucket = table.buckets[member];
    if (counts.has(member) || !bucket) continue;
    let count = bucket.completed;
    for (let i = 0; i < bucket.columns.length; i++) {
      if (belongs[bucket.columns[i] as number]) count -= bucket.counts[i] as number;
    }
    counts.set(member, count);
    if (member === place) continue;
    total += count;
    squares += count * count;
  }
  const references = window.members.filter((member) => member !== place).length;
  const mean = total / references;
  if (mean < 1) return { beat: null, counts };
  const variance = (squares / references - mean * mean) * (references / (references - 1));
  const dispersion = Math.max(1, variance / mean);
  if (dispersion > MAX_DISPERSION) return { beat: null, counts };
  return { beat: { column: REST, mean, dispersion, count: counts.get(place) ?? 0, head: REST }, counts };
}

/**
 * The share that most streams agree on, without those far off. An audit policy changes by resource or by verb, and takes
 * away all of one: it begins at the better of two medians, in which neither a resource nor a verb has the majority.
 */
function agreeOnShare(beats: readonly Beat[], exposure: number): { share: number; beats: readonly Beat[] } {
  let share = Math.max(medianShare(beats, exposure, resourceOf), medianShare(beats, exposure, verbOf));
  let kept = beats;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const center = share;
    const near = beats.filter(({ mean, dispersion, count }) => {
      const due = mean * exposure;
      const spread = Math.sqrt(dispersion * due * Math.max(center, 0.25) + 0.25);
      return Math.abs(count - center * due) <= OUTLIER * spread;
    });
    if (near.length === 0) break;
    kept = near;
    const due = sum(near, ({ mean, dispersion }) => mean / dispersion) * exposure;
    share = sum(near, ({ count, dispersion }) => count / dispersion) / due;
    if (Math.abs(share - center) < 1e-6) break;
  }
  return { share, beats: kept };
}

function medianShare(beats: readonly Beat[], exposure: number, groupOf: (beat: Beat) => number): number {
  const groups = new Map<number, { due: number; seen: number; weight: number }>();
  for (const beat of beats) {
    const group = groups.get(groupOf(beat)) ?? { due: 0, seen: 0, weight: 0 };
    group.due += (beat.mean * exposure) / beat.dispersion;
    group.seen += beat.count / beat.dispersion;
    group.weight += beat.mean / beat.dispersion;
    groups.set(groupOf(beat), group);
  }
  const ordered = [...groups.values()].sort((a, b) => a.seen / a.due - b.seen / b.due);
  const total = sum(ordered, ({ weight }) => weight);
  const largest = Math.max(...ordered.map(({ weight }) => weight));
  const rest = total - largest;
  const limit = rest >= ENOUGH_INFORMATION ? Math.min(largest, MAX_OF_REST * rest) : largest;
  const half = sum(ordered, ({ weight }) => Math.min(weight, limit)) / 2;
  let passed = 0;
  for (const { seen, due, weight } of ordered) {
    passed += Math.min(weight, limit);
    if (passed >= half) return seen / due;
  }
  return 1;
}

/** What chance alone does to the share: from the beats' own regularity and, if larger, as it was in the buckets around. */
function errorOf(
  table: StreamTable,
  window: StreamWindow,
  place: number,
  beats: readonly Beat[],
  rest: ReadonlyMap<number, number>,
): number {
  const due = sum(beats, ({ mean, dispersion }) => mean / dispersion);
  const weights = new Float64Array(table.heads.length);
  let restWeight = 0;
  for (const { column, dispersion } of beats) {
    if (column === REST) restWeight = 1 / dispersion;
    else weights[column] = 1 / dispersion;
  }
  let squares = 0;
  let references = 0;
  for (const member of window.members) {
    const bucket = table.buckets[member];
    if (member === place || !bucket) continue;
    let seen = restWeight * (rest.get(member) ?? 0);
    for (let i = 0; i < bucket.columns.length; i++) {
      seen += (weights[bucket.columns[i] as number] as number) * (bucket.counts[i] as number);
    }
    squares += (seen / due - 1) ** 2;
    references++;
  }
  const observed = Math.sqrt(squares / Math.max(references - 1, 1));
  return Math.max(1 / Math.sqrt(due), observed) * Math.sqrt(1 + 1 / Math.max(references, 1));
}

function resourceOf({ head }: Beat): number {
  return (head >>> 12) & 0xfff;
}

function verbOf({ head }: Beat): number {
  return head & 0xfff;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
