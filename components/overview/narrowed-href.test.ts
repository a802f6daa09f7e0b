import { describe, expect, it } from 'vitest';
import { failedHref, narrowedHref } from '@/components/overview/narrowed-href';
import { parseEventFilter } from '@/lib/search/event-filter';
import { emptyFilter } from '@/lib/search/filter-state';

const filter = parseEventFilter(new URLSearchParams('cluster=prod&workload=system:*&from=now-24h')).filter;

describe('links behind numbers', () => {
  it('keep the filter and its window', () => {
    expect(narrowedHref(filter, { user: ['alice'] })).toBe(
      '/events?user=alice&workload=system:*&cluster=prod&from=now-24h',
    );
  });
  it('replace a condition on the same field, literally', () => {
    expect(narrowedHref(filter, { workload: ['a*b'] })).toBe('/events?workload=a%5C*b&cluster=prod&from=now-24h');
  });
  it('know what is missing', () => expect(narrowedHref(emptyFilter, { workload: [null] })).toBe('/events?workload='));
  it('lead to the failed ones', () => {
    expect(failedHref(emptyFilter)).toBe('/events?outcome=clientError&outcome=denied&outcome=serverError');
  });
  it('do not widen a filter of outcomes', () => {
    const denied = parseEventFilter(new URLSearchParams('outcome=denied&outcome=ok')).filter;
    expect(failedHref(denied)).toBe('/events?outcome=denied');
  });
});
