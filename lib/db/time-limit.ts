// A read under a time limit of its own and on one snapshot: the queries of one page then agree with each other (the total
// is the sum of the facets) even while an import commits, and a question that is too wide ends as a page state.

import type pg from 'pg';
import { getPool } from './pool';

/** The database stopped the query because it ran longer than its limit. A page shows it as "narrow the filter". */
export class QueryTimeout extends Error {
  override name = 'QueryTimeout';
  constructor(readonly limitMs: number) {
    super(`The question took longer than ${limitMs / 1000} s and was stopped. Narrow the filter or the time range.`);
  }
}

const QUERY_CANCELED = '57014';

/**
 * Runs `work` in a read-only transaction on one snapshot, each statement limited to `limitMs` milliseconds.
 * Throws QueryTimeout when the limit was reached.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  work: (client: pg.PoolClient) => Promise<T>,
  pool: pg.Pool = getPool(),
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      `begin isolation level repeatable read read only; set local statement_timeout = ${Math.trunc(limitMs)}`,
    );
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) throw new QueryTimeout(limitMs);
    throw error;
  } finally {
    client.release(broken);
  }
}
