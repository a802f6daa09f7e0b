/**
 * Coverage from facts. Two passes: the first finds what is plainly damaged, so that the second learns what is usual from
 * whole buckets only. A row depends on the facts of at most REACH buckets to each side and on nothing else: computing a
 * part again after late events gives what computing everything anew would.
 */
import type { BucketFacts } from '@/lib/coverage/bucket-facts';
import { bucketRhythm, type Rhythm } from '@/lib/coverage/bucket-rhythm';
import { BUCKET_MICROSECONDS, BUCKET_SECONDS, bucketOf, startOfBucket } from '@/lib/coverage/bucket-time';
import { type CoverageMethod, LEARN_FROM_PERCENT } from '@/lib/coverage/coverage-method';
import type { ApiserverBeats, CoverageRow } from '@/lib/coverage/coverage-row';
import { emptyStretches } from '@/lib/coverage/find-silences';
import { StreamTable, StreamWindow, WINDOW_BUCKETS } from '@/lib/coverage/stream-window';
import { type UsualVolume, usualVolume } from '@/lib/coverage/usual-volume';

/** Longer runs of buckets without events are no part of the record and get no rows. */
export const MAX_EMPTY_RUN = 24;
/** The window of a row, of the references in it, of the medians of those; and a silence at each step. */
export const REACH = 3 * WINDOW_BUCKETS + 3 * (MAX_EMPTY_RUN + 1);

/** Regular events by chance that a stretch must have been due for it to be silence: e^-20 is once in 500 million. */
const SILENT_INFORMATION = 20;
const SILENT_BEATS = 3;
/** Standard errors below the usual at which a part is taken for lost; with 9,000 buckets a month 5 is never by chance. */
const LOST_AT = 5;
/** The same where an API server's own lease was not renewed as often as usual. */
const LOST_AT_WITH_APISERVER = 2;
/** A lease renewed by a clock has next to none, one that comes by chance 1. */
const MAX_APISERVER_DISPERSION = 0.3;
/** Standard deviations. */
const APISERVER_QUIET_AT = 3;
/** Standard errors at which a bucket is no good as a reference. */
const DOUBTFUL_AT = 3;
const MIN_LOST_SHARE = 0.03;
/** Where the loss of half would not be noticed, nothing can be said. */
const MAX_SMALLEST_LOSS = 0.5;
/** Standard deviations below the median around it at which a bucket is plainly damaged. */
const DAMAGED_AT = 4;

export type FactSpan = {
  /** Number of the first bucket. */
  first: number;
  /** One a bucket, null where there are no events. */
  facts: readonly (BucketFacts | null)[];
};

type Lapse = { silent: number; edge: number };

/** Rows of the buckets from <= bucket < to; the span has to reach REACH farther to both sides where there are events. */
export function judgeBuckets(span: FactSpan, from: number, to: number): CoverageRow[] {
  const judge = new Judge(span);
  return judge.rows(from, to);
}

class Judge {
  private readonly table: StreamTable;
  private readonly recorded: boolean[];

  constructor(private readonly span: FactSpan) {
    this.table = new StreamTable(span.facts);
    this.recorded = recordedBuckets(span.facts);
  }

  rows(from: number, to: number): CoverageRow[] {
    const { facts, first } = this.span;
    const present = facts.map((fact) => fact !== null);
    const crude = this.plausible(present);
    const crudeRhythms = this.rhythms(crude, null);
    const crudeLapses = this.lapses(crudeRhythms);
    const whole = crude.map((good, i) => good && isWhole(crudeRhythms[i] ?? null, crudeLapses[i] as Lapse));
    const rhythms = this.rhythms(whole, crudeLapses);
    const lapses = this.lapses(rhythms);
    const rows: CoverageRow[] = [];
    for (let i = Math.max(0, from - first); i < Math.min(facts.length, to - first); i++) {
      if (this.recorded[i]) rows.push(this.row(i, rhythms[i] ?? null, lapses[i] as Lapse, whole));
    }
    return rows;
  }

  /** Buckets that are not far below the median of those around. */
  private plausible(present: readonly boolean[]): boolean[] {
    return present.map((there, i) => {
      if (!there) return false;
      const around: number[] = [];
      for (let j = Math.max(0, i - WINDOW_BUCKETS); j <= Math.min(present.length - 1, i + WINDOW_BUCKETS); j++) {
        if (present[j]) around.push(this.volume(j));
      }
      const median = medianOf(around);
      const spread = 1.4826 * medianOf(around.map((volume) => Math.abs(volume - median)));
      return this.volume(i) >= median - DAMAGED_AT * Math.max(spread, Math.sqrt(median));
    });
  }

  private volume(place: number): number {
    return this.span.facts[place]?.events ?? 0;
  }

  private rhythms(references: readonly boolean[], lapses: readonly Lapse[] | null): (Rhythm | null)[] {
    const window = new StreamWindow(this.table);
    let next = 0;
    return this.span.facts.map((_, place) => {
      for (; next < this.span.facts.length && next <= place + WINDOW_BUCKETS; next++)
        if (references[next]) window.add(next);
      window.dropBefore(place - WINDOW_BUCKETS);
      if (!this.recorded[place]) return null;
      const exposure = lapses ? exposureOf(lapses[place] as Lapse) : 1;
      return bucketRhythm(this.table, window, place, references[place] as boolean, exposure);
    });
  }

  /** Seconds of each bucket that were silent, and that lie outside of what was recorded. */
  private lapses(rhythms: readonly (Rhythm | null)[]): Lapse[] {
    const lapses: Lapse[] = this.span.facts.map(() => ({ silent: 0, edge: 0 }));
    const place = (at: number) => bucketOf(at) - this.span.first;
    for (const { from, to } of emptyStretches(this.span.facts)) {
      const before = from === null ? null : place(from);
      const after = to === null ? null : place(to);
      if (from !== null && to !== null && before !== null && after !== null && after - before - 1 <= MAX_EMPTY_RUN) {
        const rates = rateOf([rhythms[before] ?? null, rhythms[after] ?? null]);
        if (!rates || !isMuch(rates, (to - from) / 1e6)) continue;
        // The pause after the last event and before the next one would have been there anyway.
        const pauses = Math.min((to - from) / 4, BUCKET_MICROSECONDS / this.volume(before));
        for (let i = before; i <= after; i++) {
          const start = Math.max(from + pauses, startOfBucket(this.span.first + i));
          const end = Math.max(start, Math.min(to - pauses, startOfBucket(this.span.first + i + 1)));
          (lapses[i] as Lapse).silent += (end - start) / 1e6;
        }
        continue;
      }
      if (from !== null && before !== null) {
        const seconds = (startOfBucket(this.span.first + before + 1) - from) / 1e6;
        if (isMuch(rateOf([rhythms[before] ?? null]), seconds)) (lapses[before] as Lapse).edge += seconds;
      }
      if (to !== null && after !== null) {
        const seconds = (to - startOfBucket(this.span.first + after)) / 1e6;
        if (isMuch(rateOf([rhythms[after] ?? null]), seconds)) (lapses[after] as Lapse).edge += seconds;
      }
    }
    return lapses;
  }

  private row(place: number, rhythm: Rhythm | null, lapse: Lapse, references: readonly boolean[]): CoverageRow {
    const fact = this.span.facts[place] ?? null;
    const events = fact?.events ?? 0;
    const orphans = this.orphansThatCount(place);
    const base = {
      bucket: this.span.first + place,
      events,
      orphans,
      silentSeconds: round(lapse.silent, 1),
      edgeSeconds: round(lapse.edge, 1),
    };
    const nothing = { expectedEvents: null, lost: null, lostError: null, smallestLoss: null, apiservers: [] };
    if (!rhythm) {
      return { ...base, ...nothing, method: 'unknown', percent: null, expectedBeats: 0, seenBeats: 0, learn: true };
    }
    const members: number[] = [];
    for (let i = Math.max(0, place - WINDOW_BUCKETS); i <= place + WINDOW_BUCKETS; i++)
      if (references[i]) members.push(i);
    const usual = usualVolume(place, members, (member) => this.volume(member));
    const apiservers = this.quietApiservers(place, members);
    const exposure = exposureOf(lapse);
    const smallestLoss = LOST_AT * rhythm.error;
    const below = (1 - rhythm.share) / rhythm.error;
    const lostAt = apiservers.length > 0 ? LOST_AT_WITH_APISERVER : LOST_AT;
    const thinned = exposure > 0 && below >= lostAt && 1 - rhythm.share >= MIN_LOST_SHARE;
    const known = smallestLoss <= MAX_SMALLEST_LOSS || lapse.silent > 0 || thinned;
    const shares = {
      silence: lapse.silent / BUCKET_SECONDS,
      edge: lapse.edge / BUCKET_SECONDS,
      thinned: thinned ? exposure * (1 - rhythm.share) : 0,
      orphans: orphans / Math.max(1, events + orphans),
    };
    const missing = Math.min(1, shares.silence + shares.edge + shares.thinned);
    const percent = known ? round(100 * (1 - missing) * (1 - shares.orphans), 2) : null;
    const loss = sizeOfLoss(usual, lapse, exposure, thinned ? rhythm : null, events);
    return {
      ...base,
      method: known ? mostOf(shares) : 'unknown',
      percent,
      expectedEvents: Math.round(usual.expected),
      lost: known ? Math.round(loss.lost) + orphans : null,
      lostError: known ? Math.round(loss.error) : null,
      expectedBeats: Math.round(rhythm.expectedBeats),
      seenBeats: rhythm.seenBeats,
      smallestLoss: round(Math.min(1, smallestLoss), 3),
      apiservers: thinned ? apiservers : [],
      learn: percent === null || percent >= LEARN_FROM_PERCENT,
    };
  }

  /** A policy that leaves out the last stage makes everything look unfinished: only exceptions count. */
  private orphansThatCount(place: number): number {
    const fact = this.span.facts[place];
    if (!fact || fact.orphans === 0) return 0;
    let received = 0;
    let orphans = 0;
    for (let i = Math.max(0, place - WINDOW_BUCKETS); i <= place + WINDOW_BUCKETS; i++) {
      received += this.span.facts[i]?.received ?? 0;
      orphans += this.span.facts[i]?.orphans ?? 0;
    }
    return orphans * 2 < received ? fact.orphans : 0;
  }

  /** Those whose renewals are a beat (every 10 s, whoever is at work) and did not come as it goes. */
  private quietApiservers(place: number, members: readonly number[]): ApiserverBeats[] {
    const beats = new Map<string, { sum: number; squares: number }>();
    const references = members.filter((member) => member !== place);
    for (const member of references) {
      for (const [name, count] of Object.entries(this.span.facts[member]?.apiservers ?? {})) {
        const beat = beats.get(name) ?? { sum: 0, squares: 0 };
        beats.set(name, { sum: beat.sum + count, squares: beat.squares + count * count });
      }
    }
    const quiet: ApiserverBeats[] = [];
    for (const [name, { sum, squares }] of [...beats].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const expected = sum / references.length;
      const dispersion = Math.max(squares / references.length - expected * expected, 0) / expected;
      if (dispersion > MAX_APISERVER_DISPERSION) continue;
      const seen = this.span.facts[place]?.apiservers[name] ?? 0;
      if (expected - seen >= APISERVER_QUIET_AT * Math.sqrt(Math.max(dispersion, 0.1) * expected)) {
        quiet.push({ name, expected: Math.round(expected), seen });
      }
    }
    return quiet;
  }
}

/** With events, or in a run without any that is short enough to be a part of the record. */
function recordedBuckets(facts: readonly (BucketFacts | null)[]): boolean[] {
  const recorded = facts.map((fact) => fact !== null);
  let last = -1;
  facts.forEach((fact, i) => {
    if (!fact) return;
    if (last >= 0 && i - last - 1 <= MAX_EMPTY_RUN) recorded.fill(true, last + 1, i);
    last = i;
  });
  return recorded;
}

function exposureOf({ silent, edge }: Lapse): number {
  return Math.max(0, 1 - ((silent + edge) * 1e6) / BUCKET_MICROSECONDS);
}

function isWhole(rhythm: Rhythm | null, lapse: Lapse): boolean {
  if (lapse.silent > 0 || lapse.edge > 0) return false;
  if (!rhythm) return true;
  const below = 1 - rhythm.share;
  return below < MIN_LOST_SHARE || below < DOUBTFUL_AT * rhythm.error;
}

type Rates = Pick<Rhythm, 'beatRate' | 'informationRate'>;

/** Of two ends the calmer one: silence is not claimed on the word of a busy hour that had ended. */
function rateOf(ends: (Rhythm | null)[]): Rates | null {
  const known = ends.filter((end) => end !== null);
  if (known.length === 0) return null;
  return {
    beatRate: Math.min(...known.map(({ beatRate }) => beatRate)),
    informationRate: Math.min(...known.map(({ informationRate }) => informationRate)),
  };
}

function isMuch(rates: Rates | null, seconds: number): boolean {
  return (
    rates !== null && rates.informationRate * seconds >= SILENT_INFORMATION && rates.beatRate * seconds >= SILENT_BEATS
  );
}

function mostOf(shares: Record<'silence' | 'edge' | 'thinned' | 'orphans', number>): CoverageMethod {
  let most: CoverageMethod = 'complete';
  let share = 0;
  for (const method of ['silence', 'thinned', 'orphans', 'edge'] as const) {
    if (shares[method] > share) {
      most = method;
      share = shares[method];
    }
  }
  return most;
}

/**
 * In a silence everything that was due is lost. Of a thinned bucket it is what is short of the usual number of events, or
 * what the share of regular ones says of all: whichever is the surer.
 */
function sizeOfLoss(
  usual: UsualVolume,
  lapse: Lapse,
  exposure: number,
  thinned: Rhythm | null,
  events: number,
): { lost: number; error: number } {
  const silent = (usual.expected * lapse.silent) / BUCKET_SECONDS;
  let lost = silent;
  let variance = usual.dispersion * silent + ((usual.error * lapse.silent) / BUCKET_SECONDS) ** 2;
  if (thinned) {
    const due = usual.expected * exposure;
    const { share, error, expectedBeats } = thinned;
    const byVolume = usual.dispersion * due + (usual.error * exposure) ** 2;
    const byShare = due * due * share * (error * error + (1 - share) / Math.max(1, expectedBeats * exposure));
    lost += byShare < byVolume && share > 0.2 ? events * (1 / share - 1) : Math.max(0, due - events);
    variance += Math.min(byShare, byVolume);
  }
  return { lost, error: lost > 0 ? 1.96 * Math.sqrt(variance) : 0 };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
