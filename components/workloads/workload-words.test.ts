import { describe, expect, it } from 'vitest';
import { actionRows } from '@/components/workloads/action-rows';
import { headerSentence } from '@/components/workloads/header-sentence';
import { peerWords } from '@/components/workloads/peer-words';
import type { ActionCell, MetricSeries } from '@/lib/activity/activity-answers';
import { peerGroups } from '@/lib/workloads/peer-groups';
import { parseWorkloadName } from '@/lib/workloads/workload-name';

const TO = '2026-03-18T07:00:00.000000Z';

function series(metric: MetricSeries['metric'], actual: number, expected: number | null, masked = false): MetricSeries {
  const start = (hoursBefore: number) => new Date(Date.parse(TO) - hoursBefore * 3_600_000).toISOString();
  const bands = { p50: null, p95: null, p999: null };
  return {
    metric,
    points: [30, 10, 1].map((hours) => ({ start: start(hours), actual, expected, ...bands, masked, learning: false })),
  };
}

describe('the sentence of a workload', () => {
  const ask = (all: MetricSeries[], firstAt: string | null = '2026-02-23T07:00:00.000000Z') =>
    headerSentence({ workload: 'Deployment payments/api', firstAt, to: TO, series: all });

  it('says how long it has run, and what of its last day is farthest from usual', () => {
    expect(ask([series('requests', 100, 95), series('writes', 42, 20)])).toBe(
      'payments/api has run for 23 d; in the last 24 h it made 2.1 × its usual writes (84).',
    );
    expect(ask([series('requests', 0, 50), series('writes', 42, 20)])).toBe(
      'payments/api has run for 23 d; in the last 24 h it made none of its usual requests (0).',
    );
  });

  it('is calm where all is usual', () => {
    expect(ask([series('requests', 100, 95)])).toContain('made its usual number of requests.');
  });

  it('does not judge by gaps, by small numbers, nor without a baseline', () => {
    expect(ask([series('requests', 0, 50, true), series('writes', 3, 1), series('denied', 5, null)])).toBe(
      'payments/api has run for 23 d; its baseline does not judge it yet.',
    );
    expect(ask([], null)).toBe('payments/api acted in this time range; its baseline does not judge it yet.');
  });
});

describe('the matrix of what it does', () => {
  const cell = (verb: string, resource: string, requests: number, isNew = false): ActionCell => ({
    verb,
    resource,
    requests,
    failed: 0,
    isNew,
  });

  it('has the verbs in their usual order, the busiest resource first, and never leaves out what is new', () => {
    const matrix = actionRows(
      [
        cell('patch', 'pods', 5),
        cell('get', 'pods', 5),
        cell('get', 'leases', 90),
        cell('zap', 'x', 2),
        cell('list', 'secrets', 1, true),
      ],
      2,
    );
    expect(matrix.verbs).toEqual(['get', 'list', 'patch', 'zap']);
    expect(matrix.rows.map(({ resource }) => resource)).toEqual(['leases', 'secrets']);
    expect([matrix.unlisted, matrix.news]).toEqual([2, 1]);
  });
});

it('says what peers have in common', () => {
  const names = ['a', 'b', 'c'].map((name) => `Deployment shop/${name}`);
  const candidates = names.map((name) => ({ workload: parseWorkloadName(name), client: 'axios', groups: null }));
  const key = peerGroups(candidates).get('Deployment shop/a')?.key ?? '';
  expect(peerWords(key)).toBe('kind Deployment, namespace shop, client axios');
});
