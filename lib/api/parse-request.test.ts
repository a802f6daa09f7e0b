import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { createImportOperation, getImportOperation } from './operations/imports';
import { getFacetValuesOperation, listEventsOperation } from './operations/search';
import { parseRequest } from './parse-request';

function problemsOf(query: string): { parameter: string; message: string }[] {
  try {
    parseRequest(listEventsOperation, new URLSearchParams(query), {});
  } catch (error) {
    if (error instanceof ApiError) return error.problems ?? [];
    throw error;
  }
  return [];
}

describe('parseRequest', () => {
  it('reads own parameters and the filter', () => {
    const parsed = parseRequest(
      listEventsOperation,
      new URLSearchParams('limit=7&user=a&user=b&-verb=get&namespace='),
      {},
    );
    expect(parsed.query).toEqual({ limit: 7 });
    expect(parsed.filter.conditions).toEqual({
      user: { include: ['a', 'b'], exclude: [] },
      verb: { include: [], exclude: ['get'] },
      namespace: { include: [null], exclude: [] },
    });
  });

  it('reads user!=alice', () => {
    const parsed = parseRequest(listEventsOperation, new URLSearchParams('user!=alice'), {});
    expect(parsed.filter.conditions.user).toEqual({ include: [], exclude: ['alice'] });
  });

  it('reads a query beside the other parameters', () => {
    const params = new URLSearchParams({ user: 'a', q: 'verb:delete (name:x OR "y")' });
    const { filter } = parseRequest(listEventsOperation, params, {});
    expect(Object.keys(filter.conditions)).toEqual(['user', 'verb']);
    expect(filter.expression?.kind).toBe('or');
  });

  it('says where a query is not understood, and what was expected', () => {
    expect(problemsOf('q=verb:delete+code:abc')).toEqual([
      {
        parameter: 'q',
        given: 'verb:delete code:abc',
        message: expect.stringContaining('column 18: this is no response code'),
        column: 18,
        expected: expect.arrayContaining(['4xx', '400..499']),
      },
    ]);
  });

  it('has defaults', () => {
    expect(parseRequest(listEventsOperation, new URLSearchParams(), {}).query).toEqual({ limit: 50 });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e3', 'limit'],
    ['limit=-5', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['colour=red', 'colour'],
    ['constructor=1', 'constructor'],
    ['__proto__=1', '__proto__'],
    ['from=yesterday', 'from'],
    ['from=2026-01-01&from=2026-01-02', 'from'],
    ['to=2026-02-31', 'to'],
    ['-from=now', '-from'],
    ['user=%00', 'user'],
    ['text=%00', 'text'],
    ['q=%00', 'q'],
    ['q=user:(a', 'q'],
    ['q=a&q=b', 'q'],
    [`q=${'('.repeat(10_000)}`, 'q'],
    [`name=${'x'.repeat(2049)}`, 'name'],
  ])('refuses %s', (query, parameter) => {
    const problems = problemsOf(query);
    expect(problems.map((problem) => problem.parameter)).toContain(parameter);
    expect(problems.every((problem) => problem.message.length > 0)).toBe(true);
  });

  it('lists all problems at once', () => {
    expect(
      problemsOf('limit=x&from=y&colour=z')
        .map((problem) => problem.parameter)
        .sort(),
    ).toEqual(['colour', 'from', 'limit']);
  });

  it('takes SQL and HTML in values as text', () => {
    const hostile = `'; drop table event; --<script>`;
    const parsed = parseRequest(listEventsOperation, new URLSearchParams({ user: hostile }), {});
    expect(parsed.filter.conditions.user?.include).toEqual([hostile]);
  });

  it('knows the fields of a facet and the ids of an import', () => {
    expect(parseRequest(getFacetValuesOperation, new URLSearchParams(), { field: 'sourceIP' }).path.field).toBe(
      'sourceIP',
    );
    expect(() => parseRequest(getFacetValuesOperation, new URLSearchParams(), { field: 'toString' })).toThrow(ApiError);
    expect(() => parseRequest(getImportOperation, new URLSearchParams(), { id: '../1' })).toThrow(ApiError);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(254), '../etc', '<b>'])('refuses the cluster %j', (cluster) => {
    expect(() => parseRequest(createImportOperation, new URLSearchParams({ cluster }), {})).toThrow(ApiError);
  });
});
