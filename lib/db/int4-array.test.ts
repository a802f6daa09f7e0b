import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { int4Array } from './int4-array';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('An array of integers', () => {
  test('is to the server what it is here', async () => {
    const int4 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(int4, { maxLength: 3000 }), async (values) => {
        const { rows } = await database.pool.query('select unnest($1::int[]) as value', [int4Array(values)]);
        expect(rows.map(({ value }) => value)).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });
});
