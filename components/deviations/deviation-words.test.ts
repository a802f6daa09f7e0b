import { describe, expect, it } from 'vitest';
import { explanationHref, rarityWords, restsOnWords } from '@/components/deviations/deviation-words';
import { groupByIncident } from '@/components/deviations/incident-groups';
import type { Deviation } from '@/lib/baselines/deviation-answers';
import type { Explanation } from '@/lib/baselines/explanation';

it.each([
  [40_123, '1 in 40,000 workload-hours'],
  [3.14, '1 in 3.1 workload-hours'],
  [Number.POSITIVE_INFINITY, 'less than 1 in a billion workload-hours'],
])('%d is %s', (oneIn, words) => {
  expect(rarityWords(oneIn)).toBe(words);
});

it('says what a baseline rests on', () => {
  expect(restsOnWords({ weeks: 3, hours: 412, peers: 8, maskedHours: 2 })).toBe(
    '412 of its own hours in 3 weeks, and 8 peers; 2 hours were left out for gaps in the record',
  );
  expect(restsOnWords({ weeks: 0.1, hours: 0, peers: 0, maskedHours: 0 })).toBe('none of its own hours, and no peers');
});

it('leads to the query, whatever its values are', () => {
  const query = [
    ['workload', 'User a&b=c'],
    ['verb', 'get'],
    ['verb', 'list'],
  ] satisfies [string, string][];
  const href = explanationHref({ query } as unknown as Explanation);
  expect([...new URLSearchParams(href.slice(href.indexOf('?')))]).toEqual(query);
});

describe('incidents', () => {
  const one = (id: string, incidentId: string | null, severity: Deviation['severity'], start: string) =>
    ({ id, incidentId, severity, start, end: start, workload: `w${id}` }) as Deviation;

  it('hold what belongs together, and are as severe as their worst', () => {
    const groups = groupByIncident([
      one('1', 'i', 'low', '2026-03-18T07:00:00Z'),
      one('2', null, 'high', '2026-03-18T06:00:00Z'),
      one('3', 'i', 'critical', '2026-03-18T05:00:00Z'),
      one('4', 'alone', 'low', '2026-03-18T04:00:00Z'),
    ]);
    expect(groups.map(({ incidentId, deviations }) => [incidentId, deviations.map(({ id }) => id)])).toEqual([
      ['i', ['1', '3']],
      [null, ['2']],
      [null, ['4']],
    ]);
    expect(groups[0]).toMatchObject({
      severity: 'critical',
      workloads: ['w1', 'w3'],
      start: '2026-03-18T05:00:00Z',
      end: '2026-03-18T07:00:00Z',
    });
  });
});
