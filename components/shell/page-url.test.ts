import { expect, test } from 'vitest';
import { carriedParams, eventsHref, isFilterParameter, pageHref, withFilter } from '@/components/shell/page-url';
import { parseEventFilter } from '@/lib/search/event-filter';

test('a change of the filter keeps the parameters of the page', () => {
  const params = new URLSearchParams('user=alice&-verb=get&tz=local&columns=at,user&event=1&from=now-1h');
  const { filter } = parseEventFilter(new URLSearchParams('user=bob'));
  expect(withFilter(params, filter).toString()).toBe('user=bob&tz=local&columns=at%2Cuser&event=1');
});

test('both forms of exclusion are parameters of the filter', () => {
  expect(['user', '-user', 'user!', 'auditID', 'from', 'tz', 'event'].map(isFilterParameter)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('a readable address reads back as the same filter', () => {
  const href = eventsHref({ user: ['system:node:a/b@c', null], namespace: ['a*b & c=d#e%2F'], code: ['403'] });
  expect(href).toContain('user=system:node:a/b@c&user=&');
  const { filter } = parseEventFilter(new URLSearchParams(href.split('?')[1]));
  expect(filter.conditions.user?.include).toEqual(['system:node:a/b@c', null]);
  expect(filter.conditions.namespace?.include).toEqual(['a\\*b & c=d#e%2F']);
});

test('an empty query leaves the path alone', () => {
  expect(pageHref('/events', new URLSearchParams())).toBe('/events');
});

test('links to other screens take the window, the cluster and the zone', () => {
  const params = new URLSearchParams('user=alice&cluster=prod&from=now-1h&tz=local&event=1');
  expect(carriedParams(params).toString()).toBe('cluster=prod&from=now-1h&tz=local');
});
