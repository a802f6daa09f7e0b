import { expect, test } from 'vitest';
import { cellTarget, withTarget } from '@/components/events/cell-condition';
import { moveInGrid } from '@/components/events/grid-cursor';
import type { EventRow } from '@/lib/search/event-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';
import { emptyFilter } from '@/lib/search/filter-state';

const size = { rows: 100, columns: 6, pageRows: 20 };

test.each([
  ['j', { row: 6, column: 2 }],
  ['ArrowDown', { row: 6, column: 2 }],
  ['k', { row: 4, column: 2 }],
  ['PageDown', { row: 25, column: 2 }],
  ['PageUp', { row: 0, column: 2 }],
  ['ArrowLeft', { row: 5, column: 1 }],
  ['End', { row: 5, column: 5 }],
])('%s moves to %j', (key, cell) => {
  expect(moveInGrid({ row: 5, column: 2 }, key, size)).toEqual(cell);
});

test('other keys are not taken, an empty table stays at its first cell', () => {
  expect(moveInGrid({ row: 5, column: 2 }, 'x', size)).toBeNull();
  expect(moveInGrid({ row: 0, column: 0 }, 'j', { rows: 0, columns: 6, pageRows: 20 })).toEqual({ row: 0, column: 0 });
});

const row: EventRow = {
  id: '1',
  at: '2026-11-21T03:25:03.502811Z',
  auditID: 'a-1',
  user: 'a*b',
  impersonatedUser: null,
  verb: 'get',
  resource: 'pods',
  apiGroup: 'core',
  subresource: null,
  namespace: null,
  name: 'api*1',
  sourceIP: null,
  stage: 'ResponseComplete',
  level: 'Metadata',
  code: 403,
  outcome: 'denied',
  decision: 'forbid',
  reason: null,
  workload: null,
  userAgent: null,
  cluster: 'demo',
};

test('a cell filters by its raw value, missing ones by missing', () => {
  const query = (column: Parameters<typeof cellTarget>[1], side: 'include' | 'exclude') => {
    const target = cellTarget(row, column);
    const filter = target && withTarget(emptyFilter, target, side);
    return filter && serializeEventFilter(filter).toString();
  };
  expect(query('user', 'include')).toBe('user=a%5C*b');
  expect(query('code', 'exclude')).toBe('-code=403');
  expect(query('namespace', 'exclude')).toBe('-namespace=');
  expect(query('object', 'include')).toBe('name=api%5C*1');
  expect(query('object', 'exclude')).toBe('q=-name%3A%22api*1%22');
  expect(query('auditID', 'include')).toBe('auditID=a-1');
  expect(query('at', 'include')).toBeNull();
});
