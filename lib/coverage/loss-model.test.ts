// Events are taken out of whole logs in the ways that API servers lose them, and what is said of it is compared with what
// is known. PLUMBLINE_FAULTS=N runs N seeds instead of one, and the corpus beside the model where it is there.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { onlyWith, skipWithReason } from '@/lib/skip-with-reason';
import { BUCKET_MICROSECONDS, bucketOf } from './bucket-time';
import type { CoverageRow } from './coverage-row';
import { judgeBuckets } from './judge-buckets';
import { kindOf } from './keep-streams';
import { type ModelEvent, modelEvent, modelEvents, modelFacts } from './model-facts';
import { generator, modelLog } from './model-log';
import { streamKinds } from './stream-kinds';

const SEEDS = Array.from({ length: Number(process.env.PLUMBLINE_FAULTS ?? 0) || 1 }, (_, i) => i + 1);
const CORPUS = path.resolve('../shared/corpus/audit-corpus.mjs');
const REAL = path.resolve('../shared/samples/real/audit.log.gz');
const withCorpus = existsSync(CORPUS) && process.env.PLUMBLINE_FAULTS !== undefined;
const START = Date.UTC(2026, 10, 16, 6) * 1000;

vi.setConfig({ testTimeout: withCorpus ? 600_000 : 60_000 });

const MINUTE = 60_000_000;

type Served = ModelEvent & { server: number };

function judge(events: readonly ModelEvent[]): CoverageRow[] {
  const span = modelFacts(events);
  return judgeBuckets(span, span.first, span.first + span.facts.length);
}

/** Some five events a second from three API servers. */
function model(seed: number, more: Partial<Parameters<typeof modelLog>[0]> = {}): Served[] {
  const size = { minutes: 210, perSecond: 3, nodes: 8, apiservers: 3 };
  return modelLog({ seed, start: START, ...size, ...more }).map(({ event, server }) => ({
    ...modelEvent(event),
    server,
  }));
}

function corpus(seed: number, days: number, noise = 'poisson', events = 200_000): Served[] {
  const options = ['--events', events, '--days', days, '--seed', seed, '--noise', noise].map(String);
  const log = execFileSync(process.execPath, [CORPUS, ...options], {
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const random = generator(seed);
  return modelEvents(log.toString()).map((event) => ({ ...event, server: Math.floor(random() * 3) }));
}

type Found = {
  truth: number;
  lost: number;
  error: number;
  found: number;
  buckets: number;
  elsewhere: number;
  rows: CoverageRow[];
};

/** What is said of the buckets that the window touches, and of all others. */
function lose(events: readonly Served[], from: number, to: number, isLost: (event: Served) => boolean): Found {
  const kept = events.filter((event) => !isLost(event));
  const rows = judge(kept);
  const inside = rows.filter(({ bucket }) => bucket >= bucketOf(from) && bucket <= bucketOf(to - 1));
  const damaged = rows.filter(({ percent, method }) => percent !== null && percent < 95 && method !== 'edge');
  return {
    truth: events.length - kept.length,
    lost: inside.reduce((sum, row) => sum + (row.lost ?? 0), 0),
    error: Math.sqrt(inside.reduce((sum, row) => sum + (row.lostError ?? 0) ** 2, 0)),
    found: inside.filter(({ percent }) => percent !== null && percent < 100).length,
    buckets: inside.length,
    elsewhere: damaged.filter((row) => !inside.includes(row)).length,
    rows,
  };
}

function window(events: readonly Served[], seconds: number, server?: number): Found {
  const from = (events[0]?.at ?? 0) + 102 * MINUTE;
  const to = from + seconds * 1_000_000;
  return lose(
    events,
    from,
    to,
    (event) => event.at >= from && event.at < to && (server ?? event.server) === event.server,
  );
}

/** Batches of 400 of each API server that begin within an hour are dropped with this chance. */
function batches(events: readonly Served[], share: number, servers: 1 | 3, seed: number): Found {
  const random = generator(seed);
  const from = (events[0]?.at ?? 0) + 80 * MINUTE;
  const to = from + 60 * MINUTE;
  const filled = [0, 0, 0];
  const dropped = [false, false, false];
  return lose(events, from, to + 3 * BUCKET_MICROSECONDS, ({ at, server }) => {
    const s = servers === 1 ? 0 : server;
    if ((filled[s] as number) % 400 === 0) dropped[s] = at >= from && at < to && random() < share;
    filled[s] = (filled[s] as number) + 1;
    return dropped[s] as boolean;
  });
}

/** The log of a seed is made once. */
function once(make: (seed: number) => Served[]): (seed: number) => Served[] {
  let made: { seed: number; events: Served[] } | null = null;
  return (seed) => {
    if (made?.seed !== seed) made = { seed, events: make(seed) };
    return made.events;
  };
}

const sources: [string, (seed: number) => Served[]][] = [['model', once(model)]];
if (withCorpus) sources.push(['corpus', once((seed) => corpus(seed, 0.25))]);

describe.each(sources)('of a %s log', (source, make) => {
  it.each(SEEDS)('nothing is missing where nothing is (seed %i)', (seed) => {
    const rows = judge(make(seed));
    expect(
      rows.filter(({ percent }) => percent !== null && percent < 95).map(({ bucket, method }) => [bucket, method]),
    ).toEqual([]);
    expect(rows.every(({ method }) => method === 'complete')).toBe(true);
  });

  it.each(SEEDS)('a window without events is found, and its size within a tenth from 120 s on (seed %i)', (seed) => {
    const events = make(seed);
    for (const seconds of withCorpus ? [30, 60, 120, 300, 1800] : [30, 120, 1800]) {
      const { truth, lost, error, found, buckets, elsewhere } = window(events, seconds);
      report(source, seed, `${seconds} s`, truth, lost, error, found, buckets, elsewhere);
      expect({ found, elsewhere }).toEqual({ found: buckets, elsewhere: 0 });
      if (seconds >= 120) expect(Math.abs(lost / truth - 1)).toBeLessThan(0.1);
    }
  });

  it.each(SEEDS)('batches that were dropped for an hour are found (seed %i)', (seed) => {
    const events = make(seed);
    for (const servers of [1, 3] as const) {
      for (const share of [0.1, 0.3]) {
        const { truth, lost, error, found, buckets, elsewhere } = batches(events, share, servers, seed);
        report(source, seed, `${100 * share} % of ${servers}`, truth, lost, error, found, buckets, elsewhere);
        expect(elsewhere).toBe(0);
        // All that one API server sends stops for the length of a batch. Of three a third does, which drowns in chance
        // where nothing is regular: less is said to be missing than is, and never much more.
        expect(found).toBeGreaterThan(0);
        expect(lost / truth).toBeLessThan(servers === 1 ? 1.1 : 1.2);
        expect(lost / truth).toBeGreaterThan(servers === 1 ? 0.9 : 0.2);
      }
    }
  });

  it.each(SEEDS)('one API server of three is missed, its size within a tenth for half an hour (seed %i)', (seed) => {
    const events = make(seed);
    for (const seconds of [300, 1800]) {
      const { truth, lost, error, found, buckets, elsewhere, rows } = window(events, seconds, 1);
      report(source, seed, `one of three ${seconds} s`, truth, lost, error, found, buckets, elsewhere);
      expect(elsewhere).toBe(0);
      if (seconds < 1800) continue;
      expect(found).toBe(buckets);
      expect(Math.abs(lost / truth - 1)).toBeLessThan(0.1);
      if (source === 'model') {
        expect(rows.flatMap(({ apiservers }) => apiservers.map(({ name }) => name))).toContain('apiserver-1');
        expect(rows.flatMap(({ apiservers }) => apiservers.map(({ name }) => name))).not.toContain('apiserver-0');
      }
    }
  });

  it.each(SEEDS)(
    'a policy without leases, an API server that is restarted and a node that dies are no loss (seed %i)',
    (seed) => {
      const events = make(seed);
      const middle = (events[0]?.at ?? 0) + 102 * MINUTE;
      const isLease = (event: ModelEvent) =>
        kindOf(event) === streamKinds.lease || kindOf(event) === streamKinds.apiserver;
      const quiet: [string, (event: Served) => boolean][] = [
        ['no leases', (event) => event.at >= middle && isLease(event)],
        ['one lease', (event) => event.at >= middle && event.stream === events.find(isLease)?.stream],
        [
          'its own lease',
          (event) => event.at >= middle && event.at < middle + 600_000_000 && event.apiserver === 'apiserver-1',
        ],
      ];
      for (const [name, isQuiet] of quiet) {
        const rows = judge(events.filter((event) => !isQuiet(event)));
        expect([name, rows.filter(({ method }) => method !== 'complete')]).toEqual([name, []]);
      }
    },
  );
});

describe('what cannot be known', () => {
  it('is not said of a log without anything regular', () => {
    const random = generator(4);
    // People at work: a burst now and then, and pauses of any length.
    const events = model(4, { leases: false, perSecond: 0.02 }).flatMap((event) =>
      Array.from({ length: Math.floor(60 * random() ** 4) }, () => ({
        ...event,
        at: event.at + Math.floor(20e6 * random()),
      })),
    );
    const rows = judge(events.sort((a, b) => a.at - b.at));
    expect(new Set(rows.map(({ method }) => method))).toEqual(new Set(['unknown']));
    expect(rows.every(({ percent, learn }) => percent === null && learn)).toBe(true);
  });

  it('is not said of the first half hour', () => {
    expect(judge(model(2, { minutes: 25 })).map(({ percent }) => percent)).toEqual([null, null, null, null, null]);
  });

  const absent = skipWithReason(existsSync(REAL), 'the coverage of a real log', `${REAL} is not there`);
  it.skipIf(absent)('is not said of seven minutes of a real log', () => {
    const rows = judge(modelEvents(gunzipSync(readFileSync(REAL)).toString()));
    expect(rows.map(({ percent, method }) => [percent, method])).toEqual([
      [null, 'unknown'],
      [null, 'unknown'],
    ]);
  });
});

describe('requests without an end', () => {
  it('are counted where both stages are logged', () => {
    const events = model(3, { received: true, perSecond: 1 });
    let ends = 0;
    const kept = events.filter(({ kind }) => kind === streamKinds.received || ++ends % 5 > 0 || ends < 5000);
    const rows = judge(kept);
    const orphans = rows.reduce((sum, row) => sum + row.orphans, 0);
    expect(orphans).toBe(events.length - kept.length);
    expect(rows.at(-3)?.percent).toBeLessThan(95);
  });

  it('say nothing where the policy leaves the last stage out', () => {
    const events = model(3, { received: true, perSecond: 1, minutes: 120 });
    const rows = judge(events.filter(({ kind }) => kind === streamKinds.received));
    expect(rows.every(({ orphans }) => orphans === 0)).toBe(true);
  });
});

const skipped = skipWithReason(
  withCorpus,
  'days of the corpus',
  existsSync(CORPUS) ? onlyWith('PLUMBLINE_FAULTS') : `${CORPUS} is not there`,
);

describe.skipIf(skipped)('days of the corpus', () => {
  const noises = ['poisson', 'lognormal', 'ar', 'bursty'];
  it.each(SEEDS.flatMap((seed) => noises.map((noise) => [seed, noise] as const)))(
    'seed %i, %s: no false alarm',
    (seed, noise) => {
      const rows = judge(corpus(seed, 3, noise, 400_000));
      const told = rows.filter(({ percent }) => percent !== null);
      const low = told.filter(({ percent }) => (percent as number) < 95);
      console.log(
        `3 days of ${noise}, seed ${seed}: ${rows.length} buckets, ${told.length} told, ${low.length} below 95 %`,
      );
      expect(low).toEqual([]);
    },
  );
});

function report(source: string, seed: number, what: string, ...figures: number[]): void {
  if (process.env.PLUMBLINE_FAULTS === undefined) return;
  const [truth = 0, lost = 0, error = 0, found, buckets, elsewhere] = figures;
  const off = ((lost / truth - 1) * 100).toFixed(1);
  console.log(
    `${source} ${seed} ${what}: lost ${truth}, said ${lost} ± ${Math.round(error)} (${off} %), ${found} of ${buckets} buckets, ${elsewhere} elsewhere`,
  );
}
