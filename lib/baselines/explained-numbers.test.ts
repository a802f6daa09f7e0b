// Every number of an explanation, worked out a second time from the counts by the formulas of docs/baselines.md: a plain
// implementation that shares no code with the engine (plain-model.ts, plain-news.ts). Deviations of every kind.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Action, bitOf } from '@/lib/baselines/combinations';
import { Engine } from '@/lib/baselines/engine';
import { type Explained, explain, windowOf } from '@/lib/baselines/explain';
import { kindOf } from '@/lib/baselines/kind-of';
import { metrics } from '@/lib/baselines/metrics';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';
import { type Answer, bandOf, type Claim, type Counts, PlainModel, quantileOf } from '@/lib/baselines/plain-model';
import { type Deed, PlainNews } from '@/lib/baselines/plain-news';
import type { BucketFacts } from '@/lib/baselines/store-facts';
import { randomNumbers } from '@/lib/baselines/test-events';
import type { WorkloadState } from '@/lib/baselines/workload-state';

const BUCKET = 300_000_000;
const HOUR = 12;
const DAY = 288;
/** A Monday. */
const FIRST = DAY * 20_605;
const DAYS = 14;
const SERVICES = 8;

const actions: Action[] = [];
const idOf = new Map<string, number>();

function actionOf(service: number, own: Partial<Action> = {}): number {
  const action: Action = {
    workload: `Deployment shop/app-${service}`,
    user: `system:serviceaccount:shop:app-${service}`,
    identity: '',
    verb: 'get',
    resource: 'configmaps',
    apiGroup: '',
    subresource: '',
    namespace: 'shop',
    sourceIP: `10.244.${service}.7`,
    stage: 'ResponseComplete',
    code: 200,
    userAgent: 'shop-client/1.2.3',
    metrics: 0,
    ...own,
  };
  const key = JSON.stringify(action);
  let id = idOf.get(key);
  if (id === undefined) {
    id = actions.length;
    idOf.set(key, id);
    const { verb, resource, code } = action;
    action.metrics = bitOf('requests') | bitOf('distinctActions');
    if (verb === 'update') action.metrics |= bitOf('writes');
    if (code === 403) action.metrics |= bitOf('denied');
    if (resource === 'secrets' || resource === 'configmaps')
      action.metrics |= verb === 'update' ? 0 : bitOf('secretReads');
    actions.push(action);
  }
  return id;
}

/** Requests expected of a service in a bucket: by day, and what happens to it in the second week. */
function rateOf(service: number, bucket: number): number {
  const at = bucket - FIRST;
  const day = at / DAY;
  const usual = (1.5 + 0.4 * service) * (1 + 0.5 * Math.sin(2 * Math.PI * day));
  if (service === 2 && day >= 8.4 && day < 8.45) return 12 * usual;
  if (service === 3 && day >= 9.4 && day < 9.7) return 0;
  if (service === 4 && day >= 7) return usual * 1.12 ** (day - 7);
  if (service === 6 && day >= 10.3) return 9 * usual;
  return usual;
}

function factsOf(bucket: number, random: () => number): BucketFacts {
  const found = new Map<number, number>();
  const put = (id: number, count: number) => count > 0 && found.set(id, (found.get(id) ?? 0) + count);
  const day = (bucket - FIRST) / DAY;
  for (let service = 0; service < SERVICES; service++) {
    const rate = rateOf(service, bucket);
    put(actionOf(service), poisson(rate * 0.7, random));
    put(actionOf(service, { verb: 'update' }), poisson(rate * 0.3, random));
    put(
      actionOf(service, { verb: 'list', code: 403 }),
      poisson(service === 5 && day >= 11.5 && day < 11.53 ? 6 : 0.05, random),
    );
  }
  const outside = {
    sourceIP: '185.220.101.34',
    userAgent: 'curl/8.5.0',
    resource: 'secrets',
    namespace: 'bank',
    verb: 'list',
  };
  if (bucket === FIRST + 9 * DAY + 100) put(actionOf(1, outside), 5);
  if (bucket === FIRST + 12 * DAY + 90) put(actionOf(7, { verb: 'list', code: 200 }), 4);
  const counts = [...found].sort((a, b) => a[0] - b[0]).flat();
  return { bucket, counts: Int32Array.from(counts), names: [] };
}

function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count++;
  return count;
}

type Found = { workload: WorkloadState; deviation: OpenDeviation; explained: Explained; hours: number };

const facts: BucketFacts[] = [];
let found: Found[] = [];

beforeAll(() => {
  const random = randomNumbers(3);
  const engine = new Engine((id) => actions[id]);
  const last = new Map<OpenDeviation, Found>();
  for (let bucket = FIRST; bucket < FIRST + DAYS * DAY; bucket++) {
    const fact = factsOf(bucket, random);
    facts.push(fact);
    for (const { workload, deviation } of engine.step(bucket, fact, false)) {
      last.set(deviation, {
        workload,
        deviation: structuredClone(deviation),
        explained: explain(
          engine,
          'c',
          workload,
          deviation,
          facts.slice(windowOf(deviation).from - FIRST),
          (id) => actions[id],
        ),
        hours: (bucket + 1 - FIRST) / HOUR,
      });
    }
  }
  found = [...last.values()];
});

function countsOf(): Counts {
  return new Map(
    facts.map(({ bucket, counts }) => {
      const byWorkload = new Map<string, number[]>();
      for (let i = 0; i < counts.length; i += 2) {
        const { workload, metrics: bits } = actions[counts[i] as number] as Action;
        const sums = byWorkload.get(workload) ?? metrics.map(() => 0);
        metrics.forEach((name, metric) => {
          if (bits & (1 << metric))
            sums[metric] = (sums[metric] as number) + (name === 'distinctActions' ? 1 : (counts[i + 1] as number));
        });
        byWorkload.set(workload, sums);
      }
      return [bucket, byWorkload];
    }),
  );
}

describe('an explanation', () => {
  it('is there for each kind of deviation', () => {
    expect([...new Set(found.map(({ deviation }) => kindOf(deviation)))].sort()).toEqual(
      ['chain', 'count-above', 'drift', 'failures', 'first-seen', 'level-change', 'silence'].sort(),
    );
  });

  it('of a count has the expected number, the band, the ratio and the rarity that follow from the counts', () => {
    const claims = found
      .filter(({ deviation }) => deviation.count && !['first-seen', 'chain'].includes(kindOf(deviation)))
      .map((one) => ({
        one,
        kind: kindOf(one.deviation),
        workload: one.workload.name,
        metric: metrics.indexOf(one.explained.metric as (typeof metrics)[number]),
        from: one.explained.from / BUCKET,
        to: one.explained.to / BUCKET,
      }));
    const answers: Map<Claim, Answer> = new PlainModel().run(countsOf(), FIRST, FIRST + DAYS * DAY, claims);
    expect(answers.size).toBe(claims.length);
    for (const claim of claims) {
      const { explanation } = claim.one.explained;
      const { mean, dispersion, surprise } = answers.get(claim) as Answer;
      const said = `${claim.workload} ${claim.kind} ${claim.metric}`;
      expect([said, explanation.expected]).toEqual([said, quantileOf(0.5, mean, dispersion)]);
      expect([said, explanation.band]).toEqual([said, bandOf(mean, dispersion)]);
      expect([said, explanation.ratio]).toEqual([said, Math.round((explanation.actual / mean) * 100) / 100]);
      // Only what is at the end of what is shown (1 in 10¹²) is as rare as or rarer than that.
      const decades = Math.min(12, surprise);
      if (claim.one.deviation.news.length === 0)
        expect(Math.log10(explanation.oneIn) - decades, said).toBeCloseTo(0, 2);
      expect(explanation.restsOn.weeks).toBe(Math.round((explanation.restsOn.hours / 168) * 100) / 100);
    }
  });

  it('of news has the rarity, and who else does it, that follow from who did what in which hour', () => {
    const deeds: Deed[] = facts.flatMap(({ bucket, counts }) =>
      Array.from({ length: counts.length / 2 }, (_, i) => ({
        bucket,
        action: actions[counts[2 * i] as number] as Action,
      })),
    );
    const plain = new PlainNews(deeds);
    const told = found.filter(({ deviation }) => ['first-seen', 'chain'].includes(kindOf(deviation)));
    expect(told.length).toBeGreaterThan(1);
    for (const { deviation, explained, workload } of told) {
      const first = deviation.news[0];
      const cell = deeds.find(
        ({ bucket, action }) =>
          bucket === first?.bucket &&
          action.workload === workload.name &&
          action.code === first.code &&
          action.sourceIP === first.source &&
          action.verb === first.subject.verb,
      ) as Deed;
      const { surprise, items } = plain.of(cell);
      if (!deviation.count) expect(explained.explanation.oneIn).toBe(Math.round(10 ** Math.min(12, surprise)));
      expect(explained.explanation.news.length).toBeGreaterThan(0);
      for (const { dimension, value, peers, peersWithIt } of explained.explanation.news)
        expect(items).toContainEqual({ dimension, value, peers, peersWithIt });
    }
  });

  it('rests on the hours and peers that there were', () => {
    for (const { explained, hours } of found) {
      const { restsOn } = explained.explanation;
      expect(Math.abs(restsOn.hours - hours)).toBeLessThanOrEqual(1);
      expect(restsOn.peers).toBe(SERVICES - 1);
      expect(restsOn.maskedHours).toBe(0);
    }
  });
});
