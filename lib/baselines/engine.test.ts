// The pure core: the same facts give the same state, however it is interrupted and however combinations are numbered; the
// distribution and its tails say what they promise.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '@/lib/baselines/combinations';
import { CountSeries, Exposure, isUsual, spreadOf } from '@/lib/baselines/count-series';
import { Engine } from '@/lib/baselines/engine';
import { lowerTail, quantile, upperTail } from '@/lib/baselines/negative-binomial';
import { packCluster, packWorkload, unpackCluster } from '@/lib/baselines/serialize-state';
import type { BucketFacts } from '@/lib/baselines/store-facts';
import { randomNumbers } from '@/lib/baselines/test-events';

const FIRST = 5_970_528;

const actions: Action[] = Array.from({ length: 24 }, (_, i) => ({
  workload: i % 4 === 3 ? 'User ann' : `Deployment shop/app-${i % 4}`,
  user: `u${i % 4}`,
  identity: i === 20 ? 'admin' : '',
  verb: i % 5 === 0 ? 'create' : 'get',
  resource: i % 7 === 0 ? 'secrets' : 'pods',
  apiGroup: '',
  subresource: '',
  namespace: i % 6 === 0 ? 'bank' : 'shop',
  sourceIP: `10.244.${i % 3}.${i}`,
  stage: 'ResponseComplete',
  code: i % 9 === 0 ? 403 : 200,
  userAgent: i === 13 ? 'curl/8' : 'client/1.0',
  metrics: 1 | (i % 5 === 0 ? 2 : 0) | (i % 9 === 0 ? 4 : 0),
}));

/** `number` says which number each action has. */
function factsOf(bucket: number, seed: number, number: (i: number) => number): BucketFacts {
  const random = randomNumbers(seed * 7919 + bucket);
  const pairs: [number, number][] = [];
  for (let i = 0; i < actions.length; i++) {
    const rate = i < 12 ? 0.5 : 0.004;
    if (random() < rate) pairs.push([number(i), 1 + Math.floor(random() * 4)]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  return { bucket, counts: Int32Array.from(pairs.flat()), names: [] };
}

function run(engine: Engine, from: number, to: number, seed: number, number: (i: number) => number): string[] {
  const found: string[] = [];
  for (let bucket = from; bucket < to; bucket++) {
    const facts = bucket % 97 === 0 ? null : factsOf(bucket, seed, number);
    for (const { workload, deviation } of engine.step(bucket, facts, bucket % 131 < 3))
      found.push(`${bucket} ${workload.name} ${deviation.family} ${deviation.score} ${deviation.raisedIn}`);
  }
  return found;
}

function bytesOf(engine: Engine): Buffer[] {
  return [packCluster(engine), ...engine.all().map((workload) => packWorkload(workload, engine.next))];
}

describe('the engine', () => {
  it('goes on from a stored state as if it had never stopped, whatever the numbers of combinations are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 300, max: 700 }), (seed, stop) => {
        const plain = (i: number) => i;
        const whole = new Engine((id) => actions[id]);
        const expected = run(whole, FIRST, FIRST + 800, seed, plain);

        const turned = (i: number) => actions.length - i;
        const first = new Engine((id) => actions[actions.length - id]);
        const found = run(first, FIRST, FIRST + stop, seed, turned);
        const [cluster, ...workloads] = bytesOf(first);
        const second = new Engine((id) => actions[actions.length - id]);
        unpackCluster(second, cluster as Buffer, workloads.reverse());
        found.push(...run(second, FIRST + stop, FIRST + 800, seed, turned));

        expect(found.sort()).toEqual(expected.sort());
        expect(bytesOf(second)).toEqual(bytesOf(whole));
      }),
      { numRuns: 3 },
    );
  });
});

describe('the negative binomial', () => {
  it('has tails that meet, and quantiles within them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.integer({ min: 1, max: 800 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (mean, dispersion, count, p) => {
          expect(upperTail(count, mean, dispersion) + lowerTail(count - 1, mean, dispersion)).toBeCloseTo(1, 8);
          expect(upperTail(count + 1, mean, dispersion)).toBeLessThanOrEqual(
            upperTail(count, mean, dispersion) + 1e-12,
          );
          const at = quantile(p, mean, dispersion);
          expect(lowerTail(at, mean, dispersion)).toBeGreaterThanOrEqual(p);
          if (at > 0) expect(lowerTail(at - 1, mean, dispersion)).toBeLessThan(p);
        },
      ),
    );
  });
});

describe('a usual count', () => {
  it('comes, or more than it, in more than a tenth of the hours', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ min: 0.02, max: 3, noNaN: true }), fc.double({ min: 0.02, max: 5000, noNaN: true })),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (mean, dispersion, share) => {
          const most = Math.floor(mean + 0.5 * Math.sqrt(mean + dispersion * mean * mean));
          const count = Math.round(share * most);
          expect(isUsual(count, mean, dispersion)).toBe(true);
          expect(upperTail(count, mean, dispersion)).toBeGreaterThan(0.1);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a series', () => {
  it('is surprised about as often as it says, and holds 95 % in its band', () => {
    const random = randomNumbers(11);
    let tails = 0;
    let inside = 0;
    let hours = 0;
    for (let s = 0; s < 60; s++) {
      const series = new CountSeries();
      const exposure = new Exposure();
      const rate = 2 + 2 * s;
      for (let hour = 489_000; hour < 489_000 + 24 * 28; hour++) {
        const mean = rate * (1 + 0.5 * Math.sin((hour / 24) * 2 * Math.PI)) * Math.exp(0.35 * gauss(random) - 0.06);
        const count = poisson(mean, random);
        const prediction = series.predict(hour, exposure, 1);
        const spread = spreadOf(prediction, prediction.mean, 1);
        if (hour > 489_000 + 24 * 10) {
          hours++;
          if (series.above(count, prediction.mean, spread) > 3) tails++;
          const p = upperTail(count, prediction.mean, spread);
          if (p > 0.025 && lowerTail(count, prediction.mean, spread) > 0.025) inside++;
        }
        series.learn(hour, count, 1, prediction, 1);
        exposure.learn(hour, 1);
      }
    }
    expect(tails / hours / 0.001).toBeGreaterThan(0.4);
    expect(tails / hours / 0.001).toBeLessThan(2);
    expect(inside / hours).toBeGreaterThan(0.93);
    expect(inside / hours).toBeLessThan(0.975);
  });
});

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(mean: number, random: () => number): number {
  const end = Math.exp(-mean);
  let count = 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss(random)));
  for (let product = random(); product > end; product *= random()) count++;
  return count;
}
