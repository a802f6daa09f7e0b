import { expect, test } from 'vitest';
import {
  type Condition,
  conditionsOf,
  withConditionTurned,
  withoutCondition,
} from '@/components/events/filter-conditions';
import { looserFilters } from '@/components/events/looser-filters';
import { parseEventFilter } from '@/lib/search/event-filter';
import { serializeEventFilter } from '@/lib/search/filter-params';
import { withoutRowValue } from '@/lib/search/row-values';

const query = 'user=alice&user=a%5C*b&-verb=get&-verb=&namespace=&code=>%3D400&name=api-*&from=2026-11-21&to=now';
const { filter } = parseEventFilter(new URLSearchParams(query));

test('each condition has its words', () => {
  expect(conditionsOf(filter).map((condition) => condition.words)).toEqual([
    'User is alice',
    'User is a*b',
    'Verb is not get',
    'Verb is present',
    'Namespace is missing',
    'Response code is >=400',
    'Object name is api-*',
  ]);
});

test('taking all conditions away leaves the window', () => {
  const rest = conditionsOf(filter).reduce(withoutCondition, filter);
  expect(serializeEventFilter(rest).toString()).toBe('from=2026-11-21T00%3A00%3A00.000000Z&to=now');
});

test('turning a condition twice is the same condition', () => {
  for (const condition of conditionsOf(filter).filter(({ kind }) => kind === 'value')) {
    const turned = withConditionTurned(filter, condition);
    const back = conditionsOf(turned).find(
      (other) =>
        'field' in other && 'field' in condition && other.field === condition.field && other.value === condition.value,
    );
    expect(back).toBeDefined();
    if (back) expect(conditionsOf(withConditionTurned(turned, back))).toEqual(expect.arrayContaining([condition]));
  }
});

test('a name, an auditID and a text turned round are said by the query, and turned again are chips as before', () => {
  for (const text of ['name=api-*', 'auditID=a-b', 'text=sh.helm']) {
    const { filter: given } = parseEventFilter(new URLSearchParams(`verb=get&${text}`));
    const [row] = conditionsOf(given).filter(({ kind }) => kind === 'row');
    if (!row) throw new Error('no chip');
    const turned = withConditionTurned(given, row);
    expect(serializeEventFilter(turned).get('q')).toMatch(/^-/);
    const [expression] = conditionsOf(turned).filter(({ kind }) => kind === 'expression');
    if (!expression) throw new Error('no query');
    expect(withConditionTurned(turned, expression)).toEqual(given);
    // Ruled out twice is ruled out once.
    expect(withoutRowValue(turned, row.kind === 'row' ? row.field : 'name', row.value ?? '')).toEqual(turned);
  }
});

test('a query of alternatives turned twice is the same query', () => {
  const { filter: given } = parseEventFilter(new URLSearchParams('q=verb:delete OR (user:bob -name:a*)'));
  const turn = (one: typeof given) => withConditionTurned(one, conditionsOf(one)[0] as Condition);
  expect(serializeEventFilter(turn(given)).get('q')).toMatch(/^-\(/);
  expect(turn(turn(given))).toEqual(given);
});

test('a looser filter leaves out one thing, the window first', () => {
  const looser = looserFilters(filter);
  expect(looser[0]?.words).toBe('the time range');
  expect(looser[1]?.words).toBe('“User is alice”');
  expect(looser).toHaveLength(8);
});
